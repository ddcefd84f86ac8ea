"""Templates are filled as a careful person would write them: signs, brackets, “≈” where due."""

import ast
import re

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.ui.reading import NUMBER, calculated, last_digit, read_number
from ui.writing import Facts, Template, TemplateError, Written, code, fill, literal, template

NBSP = "\N{NO-BREAK SPACE}"
YES: Facts = {"z": 1.0, "yes": True, "no": False}


# --- what holds only where a fact is true ----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("z = {{z}}, {{ z }}", "z = 1, 1"),
        ("{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}", "a"),
        ("{{#no}}a{{/no}}{{^no}}b{{/no}}", "b"),
        ("{{#yes}}a{{#no}}b{{/no}}{{^no}}{{z}}{{/no}}{{/yes}}", "a1"),
        ("{{#no}}{{#yes}}b{{/yes}}{{/no}}c", "c"),
        ("{{#yes}}a{{#yes}}b{{/yes}}{{/yes}}", "ab"),
        ("- a\n{{#yes}}\n- b\n{{/yes}}\n- c", "- a\n- b\n- c"),
        ("- a\n{{#no}}\n- b\n{{/no}}\n- c", "- a\n- c"),
        ("- a\n{{#yes}}\n{{#no}}\n- b\n{{/no}}\n{{/yes}}\n- c", "- a\n- c"),
        ("a{{#yes}}: b{{/yes}}\n{{#no}}\n- c\n{{/no}}", "a: b\n"),
        ("- a{{#no}}: b{{/no}}\n- c", "- a\n- c"),
        ("no marks { } {x}", "no marks { } {x}"),
        ("", ""),
    ],
)
def test_sections_by_hand(text: str, filled: str) -> None:
    """A mark with a line to itself leaves no blank line: it would pull a list apart."""
    assert fill(text, YES) == filled


@pytest.mark.parametrize(
    ("fact", "holds"),
    [(True, True), (False, False), (np.True_, True), (np.False_, False), (None, False),
     (0.0, True), (-1.5, True), ("relu", True), ("", False), (np.zeros(2), True)],
)  # fmt: skip
def test_a_quantity_holds_where_it_exists(fact: object, *, holds: bool) -> None:
    """A distance of 0 is a distance; without a boundary there is none."""
    facts: Facts = {"d": fact}  # type: ignore[dict-item]
    assert fill("{{#d}}a{{/d}}{{^d}}b{{/d}}", facts) == ("a" if holds else "b")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{#a}}b", "{{#a}} is not closed"),
        ("{{^a}}b", "{{^a}} is not closed"),
        ("{{#a}}{{#b}}{{/b}}", "{{#a}} is not closed"),
        ("b{{/a}}", "{{/a}} closes nothing"),
        ("{{#a}}{{/b}}", "{{/b}} closes nothing"),
        ("{{#a}}{{#b}}{{/a}}{{/b}}", "{{/a}} closes nothing"),
        ("{{#a}}{{/a}}{{/a}}", "{{/a}} closes nothing"),
    ],
)
def test_sections_are_opened_and_closed(text: str, said: str) -> None:
    """A forgotten mark would swallow the rest of a page."""
    with pytest.raises(TemplateError, match=re.escape(said)):
        template(text)


@pytest.mark.parametrize(
    "tag", ["{{}}", "{{z:12}}", "{{#}}", "{{z-1}}", "{{z", "{{1z}}", "{{z|f}}"]
)
def test_a_mark_that_is_none_is_refused(tag: str) -> None:
    """Left as it is, the learner would read the braces."""
    with pytest.raises(TemplateError, match="cannot be read"):
        template(f"a {tag} b")


@pytest.mark.parametrize(
    "text", ["{{nobody}}", "{{#nobody}}a{{/nobody}}", "{{^nobody}}a{{/nobody}}"]
)
def test_an_unknown_fact_is_an_error(text: str) -> None:
    """Silence would show the learner a sentence with a hole."""
    with pytest.raises(TemplateError, match="nobody"):
        fill(text, {})


@pytest.mark.parametrize("fact", [None, True, False, np.True_])
def test_what_is_no_quantity_is_not_written(fact: object) -> None:
    """“d = None” and “bent: True” are Python, not words."""
    facts: Facts = {"d": fact}  # type: ignore[dict-item]
    with pytest.raises(TemplateError, match="'d'"):
        fill("d = {{d}}", facts)
    with pytest.raises(TemplateError, match="'d'"):
        code("d = {{d}}", facts)
    assert fill("{{#no}}{{d}}{{/no}}", {**facts, "no": False}) == "", "what is not said is no error"


def test_a_template_knows_the_facts_it_asks_for() -> None:
    """Also those inside of sections and the sections' own."""
    assert template("{{a}} {{#b}}{{c:3}}{{^d}}{{/d}}{{/b}}").names() == {"a", "b", "c", "d"}
    assert template("{ }").names() == set()


def test_pieces_are_text_and_numbers_in_turn() -> None:
    """Whoever sets them in colour needs to know which is which."""
    pieces = template("a{{#yes}}b{{/yes}}c {{z:3}}{{z}}").pieces({"yes": True, "z": 2})
    assert pieces == ["abc ", Written("z", 2.0, 3), Written("z", 2.0, 2)]
    assert isinstance(template("a"), Template)


# --- numbers ---------------------------------------------------------------------------------

W = np.array([[1.0, 0.5], [-2.0, 1 / 3]])


@pytest.mark.parametrize(
    ("text", "z", "filled"),
    [
        ("{{z}}", 1.5, "1.5"),
        ("{{z}}", 2.0, "2"),
        ("{{z}}", 3, "3"),
        ("{{z}}", np.float32(0.5), "0.5"),
        ("{{z}}", np.int64(784), "784"),
        ("{{z}}", -1.5, "−1.5"),
        ("{{z}}", -0.0, "0"),
        ("{{z}}", 2 / 3, "0.67"),
        ("{{z:3}}", 2 / 3, "0.667"),
        ("{{z:0}}", 99.7, "100"),
        ("{{z}}", 1e-16, "1.0·10⁻¹⁶"),
        ("{{z}}", -2.5e7, "−2.5·10⁷"),
        ("{{z}}", float("inf"), "∞"),
        ("{{z}}", -float("inf"), "−∞"),
        ("{{z}}", float("nan"), "not a number"),
        ("{{z}}", "ReLU", "ReLU"),
        ("{{z}}", np.array([1.2, -0.5]), f"(1.2,{NBSP}−0.5)"),
        ("{{z}}", W, f"[[1,{NBSP}0.5],{NBSP}[−2,{NBSP}0.33]]"),
        # “=” only where it is exact
        ("z = {{z}}", 1.5, "z = 1.5"),
        ("z = {{z}}", 2 / 3, "z ≈ 0.67"),
        ("z = {{z}}", -2 / 3, "z ≈ −0.67"),
        ("z = {{z:3}}", 0.125, "z = 0.125"),
        ("z = {{z}}", 0.125, "z ≈ 0.12"),
        ("z = {{z}}", 0.1 + 0.2, "z = 0.3"),
        ("z = {{z}}", 1.26e-16, "z ≈ 1.3·10⁻¹⁶"),
        ("z = {{z}}", np.array([1.0, -0.5]), f"z = (1,{NBSP}−0.5)"),
        ("z = {{z}}", np.array([1.0, 1 / 3]), f"z ≈ (1,{NBSP}0.33)"),
        ("z = {{z}}", "σ", "z = σ"),
        ("z > {{z}}", 2 / 3, "z > 0.67"),
        # signs that meet
        ("a · {{z}}", -2.0, "a · (−2)"),
        ("a·{{z}}", -2.0, "a·(−2)"),
        ("a × {{z}}", -2.0, "a × (−2)"),
        ("a / {{z}}", -2.0, "a / (−2)"),
        ("a · {{z}}", 2.0, "a · 2"),
        ("{{z}} · a", -2.0, "−2 · a"),
        ("a + {{z}}", -0.5, "a − 0.5"),
        ("a − {{z}}", -0.5, "a + 0.5"),
        ("a + {{z}}", 0.5, "a + 0.5"),
        ("a − {{z}}", 0.5, "a − 0.5"),
        ("a + {{z}}", -1e-9, "a − 1.0·10⁻⁹"),
        ("−{{z}}", -0.5, "−(−0.5)"),
        ("= −{{z}} / 2", -0.5, "= −(−0.5) / 2"),
        ("({{z}}, 1)", -2.0, "(−2, 1)"),
        ("a · {{z}}", np.array([-1.0, 2.0]), f"a · (−1,{NBSP}2)"),
        # squares
        ("{{z}}²", -3.0, "(−3)²"),
        ("{{z}}²", 3.0, "3²"),
        ("a + {{z}}²", -3.0, "a + (−3)²"),
        ("a − {{z}}²", -3.0, "a − (−3)²"),
        ("a · {{z}}²", -3.0, "a · (−3)²"),
        ("{{z}}² + {{z}}²", -3.0, "(−3)² + (−3)²"),
        ("{{z}}³", -3.0, "(−3)³"),
        ("{{z}}^2", -3.0, "(−3)^2"),
        ("z = {{z}}²", -2 / 3, "z ≈ (−0.67)²"),
        ("{{z}}²", 1e-9, "(1.0·10⁻⁹)²"),
        ("1 / {{z}}", 1e-9, "1 / (1.0·10⁻⁹)"),
    ],
)  # fmt: skip
def test_a_number_by_hand(text: str, z: object, filled: str) -> None:
    """Each is what a teacher would write on the board."""
    facts: Facts = {"z": z}  # type: ignore[dict-item]
    assert fill(text, facts) == filled


def test_a_whole_calculation_by_hand() -> None:
    """The sentence of the first lesson."""
    facts: Facts = {"w": 1.5, "x": -0.8, "b": -0.5, "z": -1.7, "a": 1 / 3}
    text = "z = {{w}} · {{x}} + {{b}} = {{z}}, a = {{a:3}}"
    assert fill(text, facts) == "z = 1.5 · (−0.8) − 0.5 = −1.7, a ≈ 0.333"


finite = st.floats(allow_nan=False, allow_infinity=False)
sliders = st.integers(-400, 400).map(lambda n: n / 100)


@given(st.floats(-1e300, 1e300) | st.floats(-1000, 1000) | sliders, st.integers(0, 6))
@example(0.0005, 3)
@example(-0.005, 2)
@example(0.5, 0)
@example(999_999.999, 2)
@example(1e6, 2)
@example(5e-324, 2)
def test_a_number_read_back_is_within_its_rounding(value: float, digits: int) -> None:
    """And “=” stands only where the number is exactly what is written."""
    text = fill(f"z = {{{{z:{digits}}}}}", {"z": value})
    sign, shown = text[2], text[4:]
    assert NUMBER.fullmatch(shown)
    read = read_number(shown)
    assert abs(read - value) <= last_digit(shown) * (1 + 1e-9)
    assert (sign == "=") == (abs(read - value) <= 1e-12 * abs(value))
    assert sign in "=≈"
    assert shown not in ("−0", "-0")


@given(sliders, sliders, sliders, sliders)
def test_a_calculation_read_back_gives_its_result(a: float, b: float, c: float, d: float) -> None:
    """Whatever signs meet: brackets and folded signs must never change the value."""
    facts: Facts = {"a": a, "b": b, "c": c, "d": d}
    for text, value in (
        ("{{a}} · {{b}} + {{c}} · {{d}}", a * b + c * d),
        ("{{a}} − {{b}} · {{c}} + {{d}}", a - b * c + d),
        ("{{a}}² + {{b}}² − {{c}}²", a * a + b * b - c * c),
        ("{{a}} · {{b}}² + {{c}}", a * b * b + c),
        ("({{a}} + {{b}}) · ({{c}} − {{d}})", (a + b) * (c - d)),
        ("−{{a}} · {{b}} + {{c}}²", -a * b + c * c),
    ):
        assert calculated(fill(text, facts)) == pytest.approx(value, abs=1e-9)
    assume(b != 0)
    assert calculated(fill("{{a}} / {{b}} + {{c}}", facts)) == pytest.approx(a / b + c)


# --- programs --------------------------------------------------------------------------------


def test_a_program_by_hand() -> None:
    """Numbers as Python reads them; behind “#” as a person does."""
    facts: Facts = {
        "w": -1.5, "n": 784.0, "W": W, "z": -1 / 3, "x": np.array([1.0, -2.0]), "f": "relu",
        "yes": True, "body": "def f():\n    return 1",
    }  # fmt: skip
    source = (
        "{{body}}\n"
        "w = {{w}}\nn = {{n}}\nW = np.array({{W}})\nx = {{x}}\n"
        "{{#yes}}\nz = {{f}}({{z:3}})  # z = {{z:3}}, {{w}} at {{x}}\n{{/yes}}\n"
        "y = 1  # 2 · {{w}}\nb = {{w}}"
    )
    assert code(source, facts) == (
        "def f():\n    return 1\n"
        "w = -1.5\nn = 784\nW = np.array([[1.0, 0.5], [-2.0, 0.3333333333333333]])\n"
        "x = [1.0, -2.0]\n"
        f"z = relu(-0.3333333333333333)  # z ≈ −0.333, −1.5 at (1,{NBSP}−2)\n"
        "y = 1  # 2 · (−1.5)\nb = -1.5"
    )


@given(finite)
def test_a_literal_is_the_number_itself(value: float) -> None:
    """Copied into Python, the program computes with the learner's own values."""
    assert ast.literal_eval(literal(value)) == value


@given(st.lists(st.lists(finite, min_size=2, max_size=2), min_size=1, max_size=3))
def test_a_literal_is_the_matrix_itself(entries: list[list[float]]) -> None:
    """The same for weights of a layer."""
    assert ast.literal_eval(literal(np.array(entries))) == entries


def test_filling_leaves_the_facts_alone() -> None:
    """A scene's arrays are shared between visitors."""
    x = np.array([1.0, 2.0])
    fill("{{x}}", {"x": x})
    code("{{x}}", {"x": x})
    np.testing.assert_array_equal(x, [1.0, 2.0])
