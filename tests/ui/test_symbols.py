"""Formulas are taken apart, coloured, and set in two storeys or in LaTeX."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import playwright
import pytest
import streamlit
from hypothesis import assume, given
from hypothesis import strategies as st

from figures.scene import Matrices
from figures.theme import PALETTES, ROLES, SIGN_WORDS
from tests.ui.reading import calculated, complaints_about, formulas_in
from tests.ui.states import SLUGS, drawn, known_states, questions, random_states
from ui import content, parts, symbols
from ui.controls import State
from ui.symbols import Column, Token
from ui.writing import Facts, TemplateError, template

LIGHT = PALETTES["light"]
LETTERS = tomllib.loads((content.CONTENT / "symbols.toml").read_text("utf-8"))["symbol"]


def taken_apart(text: str, facts: Facts | None = None, *, products: bool = False) -> list[Token]:
    return symbols.tokens(template(text).pieces(facts or {}), {}, products=products)


def shown(each: Iterable[Token]) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in each]


# --- the table of letters --------------------------------------------------------------------


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["text"])
def test_a_letter_has_a_colour_and_is_read_back(letter: dict[str, Any]) -> None:
    """One letter, one meaning, one colour, in both themes."""
    assert all(letter["role"] in palette for palette in PALETTES.values())
    assert letter["role"] in (*ROLES, *SIGN_WORDS, "text"), "no letter has a colour of the ground"
    assert complaints_about(letter["latex"]) == []
    for products in (False, True):
        (token,) = taken_apart(letter["text"], products=products)
        assert token == Token("letter", letter["text"], letter["latex"], letter["role"])
    for fact in letter.get("facts", ()):
        assert symbols.role_of(fact) == letter["role"]


def test_no_letter_and_no_fact_stands_twice() -> None:
    """The later one would win, silently."""
    texts = [letter["text"] for letter in LETTERS]
    facts = [fact for letter in LETTERS for fact in letter.get("facts", ())]
    assert len(set(texts)) == len(texts)
    assert len(set(facts)) == len(facts)


def test_a_letter_and_its_index_have_one_colour() -> None:
    """w₁ is a weight as w is."""
    roles = {letter["text"]: letter["role"] for letter in LETTERS}
    for text, role in roles.items():
        bare = re.sub(r"[₀-₉‖]", "", text)
        if bare in roles:
            assert roles[bare] == role, text


def test_a_controls_own_colour_goes_first() -> None:
    """Where a lesson calls something else w₁."""
    assert symbols.role_of("w1") == "weight"
    assert symbols.role_of("w1", {"w1": "input"}) == "input"
    assert symbols.role_of("nobody") == "text"
    (token,) = symbols.tokens(template("{{w1}}").pieces({"w1": 1.0}), {"w1": "bias"})
    assert token.role == "bias"


# --- taken apart -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("z = w · x + b", "z:l =:s w:l ·:s x:l +:s b:l"),
        ("wx", "wx:w"),  # without `products` only what stands alone is a letter
        ("d = z / ‖w‖", "d:l =:s z:l /:s ‖w‖:l"),
        ("σ′(z)", "σ′:l (:s z:l ):s"),
        ("σ(z)", "σ:l (:s z:l ):s"),
        ("W₁ · W₂", "W₁:l ·:s W₂:l"),
        ("2 × 3.5", "2:n ×:s 3.5:n"),
        ("a ÷ b", "a:l ÷:s b:l"),
        ("boundary: x₂ = 3", "boundary::w x₂:l =:s 3:n"),
        ("both weights are 0: no boundary", "both weights are:w 0:n ::s no boundary:w"),
        ("maximum of z", "maximum of:w z:l"),
        ("the neuron’s output", "the neuron’s output:w"),
        ("x² + 1", "x:l ²:s +:s 1:n"),
        ("at b", "at:w b:l"),
        ("|b| / ‖w‖", "|:s b:l |:s /:s ‖w‖:l"),
    ],
)
def test_a_formula_by_hand(text: str, wanted: str) -> None:
    """Letters, numbers, signs and words, in the order in which they stand."""
    kinds = {"l": "letter", "n": "number", "s": "sign", "w": "words"}
    pairs = re.findall(r"(\S.*?):([lnsw])(?= |$)", wanted)
    assert shown(taken_apart(text)) == [(kinds[kind], piece) for piece, kind in pairs]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("y = mx + b", "y = m x + b"), ("w₁x₁ + w₂x₂", "w₁ x₁ + w₂ x₂"), ("wx", "w x"),
     ("XW + b", "X W + b"), ("−w₁/w₂", "− w₁ / w₂"), ("σ′(z)w", "σ′ ( z ) w")],
)  # fmt: skip
def test_letters_side_by_side_are_a_product(text: str, wanted: str) -> None:
    """In prose “wx” is w times x, each in its colour."""
    each = taken_apart(text, products=True)
    assert [token.text for token in each] == wanted.split()
    assert all(token.kind == "letter" for token in each if re.search(r"[A-Za-zσ]", token.text))


@pytest.mark.parametrize("word", ["and", "where", "slope", "the", "weights"])
def test_words_stay_words_among_products(word: str) -> None:
    """Unless all of their letters are letters of the table."""
    assert shown(taken_apart(f"z {word} b", products=True))[1] == ("words", word)


def test_facts_become_numbers_in_their_colours() -> None:
    """The colour is that of the letter a fact belongs to."""
    W = np.array([[1.0, -0.5]])
    number, point, matrix, name = taken_apart(
        "{{w}} {{p}} {{W}} {{f}}", {"w": -0.5, "p": np.array([1.0, 1 / 3]), "W": W, "f": "ReLU"}
    )
    assert (number.kind, number.text, number.latex, number.role) == (
        "number", "−0.5", "-0.5", "weight",
    )  # fmt: skip
    assert point.kind == "number"
    assert point.is_rounded
    assert matrix.rows == [["1", "−0.5"]]
    assert matrix.latex == r"\begin{bmatrix} 1 & -0.5 \end{bmatrix}"
    assert not matrix.is_rounded
    assert (name.kind, name.text, name.role) == ("words", "ReLU", "text")


# --- signs that meet -------------------------------------------------------------------------


def written(text: str, facts: Facts) -> str:
    return " ".join(token.text for token in symbols.folded(taken_apart(text, facts)))


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("1 + {{v}}", -0.5, "1 − 0.5"),
        ("1 − {{v}}", -0.5, "1 + 0.5"),
        ("1 + {{v}}", 0.5, "1 + 0.5"),
        ("2 · {{v}}", -0.5, "2 · (−0.5)"),
        ("2 / {{v}}", -0.5, "2 / (−0.5)"),
        ("{{v}} · 2", -0.5, "−0.5 · 2"),
        ("−{{v}}", -0.5, "− (−0.5)"),
        ("z = −{{v}} / 2", -0.5, "z = − (−0.5) / 2"),
        ("{{v}}²", -3.0, "(−3) ²"),
        ("1 + {{v}}²", -3.0, "1 + (−3) ²"),
        ("1 − {{v}}²", -3.0, "1 − (−3) ²"),
        ("{{v}}^2", -3.0, "(−3) ^2"),
        ("{{v}}²", 3.0, "3 ²"),
        ("({{v}} + 1)", -3.0, "( −3 + 1 )"),
        ("z = {{v}}", 1 / 3, "z ≈ 0.33"),
        ("z = {{v}}", 0.25, "z = 0.25"),
        ("z = {{v}}", -1 / 3, "z ≈ −0.33"),
        ("z = {{v}}", np.array([[1 / 3]]), "z ≈ [[0.33]]"),
    ],
)
def test_signs_are_fitted_by_hand(text: str, value: Any, wanted: str) -> None:
    """The same habits as in running text, token by token."""
    assert written(text, {"v": value}) == wanted


sliders = st.integers(-400, 400).map(lambda n: n / 100)


@given(sliders, sliders, sliders, sliders)
def test_a_formula_read_back_gives_its_result(a: float, b: float, c: float, d: float) -> None:
    """Whatever signs meet: brackets and folded signs must never change the value."""
    facts: Facts = {"a": a, "b": b, "c": c, "d": d}
    for text, value in (
        ("{{a}} · {{b}} + {{c}} · {{d}}", a * b + c * d),
        ("{{a}} − {{b}} · {{c}} + {{d}}", a - b * c + d),
        ("{{a}}² + {{b}}² − {{c}}²", a * a + b * b - c * c),
        ("({{a}} + {{b}}) · ({{c}} − {{d}})", (a + b) * (c - d)),
        ("−{{a}} · {{b}} + {{c}}²", -a * b + c * c),
    ):
        assert calculated(written(text, facts)) == pytest.approx(value, abs=1e-9)
    assume(b != 0)
    assert calculated(written("−{{a}} / {{b}} + {{c}}", facts)) == pytest.approx(-a / b + c)


# --- two storeys -----------------------------------------------------------------------------


def storeys(text: str, facts: Facts, roles: dict[str, str] | None = None) -> list[list[str]]:
    """Each line as its columns, written letter/number."""
    lines = symbols.equations(template(text), facts, roles or {})
    return [
        [f"{c.letter.text if c.letter else ''}/{c.value.text if c.value else ''}" for c in line]
        for line in lines
    ]


Z = "z = w · x + b = {{w}} · {{x}} + {{b}} = {{z}}"


def test_letters_stand_over_their_numbers() -> None:
    """Worked by hand: signs are fitted to the numbers, and each pair is one column."""
    facts: Facts = {"w": 1.5, "x": -0.8, "b": -0.5, "z": -1.7}
    assert storeys(Z, facts) == [["z/−1.7", "=/=", "w/1.5", "·/·", "x/(−0.8)", "+/−", "b/0.5"]]
    (line,) = symbols.equations(template(Z), facts, {})
    assert [column.role for column in line] == [
        "preactivation", "text", "weight", "text", "input", "text", "bias",
    ]  # fmt: skip
    assert [column.kind for column in line] == [
        "quantity", "operator", "quantity", "operator", "quantity", "operator", "quantity",
    ]  # fmt: skip
    assert line[0].plain() == {
        "kind": "quantity", "name": "z", "role": "preactivation", "letter": "z", "value": "−1.7",
    }  # fmt: skip


def test_only_the_lower_storey_is_rounded() -> None:
    """z is exactly w · x + b; what is rounded is the number."""
    facts: Facts = {"w": 1 / 3, "x": 1.0, "b": 0.0, "z": 1 / 3}
    assert storeys(Z, facts)[0][1] == "=/≈"
    assert storeys("a = σ(z) = {{f}}({{z}}) = {{a:3}}", {"f": "Tanh", "z": 1.0, "a": 0.76159}) == [
        ["a/0.762", "=/≈", "σ/Tanh", "(/(", "z/1", ")/)"]
    ]
    assert storeys("a = z = {{z}} = {{a}}", {"z": 0.5, "a": 0.5}) == [["a/0.5", "=/=", "z/0.5"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x₂ = {{v}} · x₁ + {{v}}", "x₂/ ≈/ 0.33/ ·/ x₁/ +/ 0.33/"),
        ("z = {{v}}", "z/ ≈/ 0.33/"),
        ("both weights are 0", "both_weights_are/ 0/"),
        ("z = w · x = {{v}} = {{v}}", "z/ =/ w/ ·/ x/ ≈/ 0.33/ ≈/ 0.33/"),  # not of one form
        ("z = w + x = {{v}} · {{v}} = {{v}}", "z/ =/ w/ +/ x/ ≈/ 0.33/ ·/ 0.33/ ≈/ 0.33/"),
        ("z + 1 = w = {{v}} = {{v}}", "z/ +/ 1/ =/ w/ ≈/ 0.33/ ≈/ 0.33/"),  # no letter alone
    ],
)
def test_what_does_not_fit_two_storeys_stays_one_line(text: str, wanted: str) -> None:
    """Nothing is lost and nothing stands under the wrong letter."""
    (line,) = storeys(text, {"v": 1 / 3})
    assert [column.replace(" ", "_") for column in line] == wanted.split()


def test_each_line_is_an_equation_and_empty_ones_are_none() -> None:
    """A section that does not hold must not leave an empty row."""
    text = "{{#no}}\nd = 1\n{{/no}}\nz = 2\n\n{{^no}}\nb = 3\n{{/no}}"
    assert storeys(text, {"no": False}) == [["z/", "=/", "2/"], ["b/", "=/", "3/"]]
    assert storeys("", {}) == []


def test_a_matrix_stands_under_its_letter() -> None:
    """As rows, for the browser draws the brackets."""
    W, x = np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([1.0, 2.0])
    facts: Facts = {"W": W, "x": x, "z": W @ x}
    (line,) = symbols.equations(template("z = W · x = {{W}} · {{x}} = {{z}}"), facts, {})
    assert line[2].plain() == {
        "kind": "quantity", "name": "W", "role": "weight", "letter": "W",
        "value": {"rows": [["1", "0.5"], ["0", "1"]]},
    }  # fmt: skip
    (line,) = symbols.equations(template("W₂ · W₁ = {{W}}"), facts, {})
    assert line[-1].plain() == {
        "kind": "quantity", "name": "W", "role": "weight", "letter": "",
        "value": {"rows": [["1", "0.5"], ["0", "1"]]},
    }  # fmt: skip


def test_columns_do_not_come_and_go_while_a_number_moves() -> None:
    """The figure below must not jump when a sign changes."""
    counts = {
        len(storeys(Z, {"w": w, "x": x, "b": b, "z": w * x + b})[0])
        for w in (-1.5, 0.0, 1 / 3) for x in (-2.0, 2.0) for b in (-0.5, 0.5)
    }  # fmt: skip
    assert counts == {7}


def test_a_column_without_anything_is_an_operator() -> None:
    """The browser asks for the kind of whatever comes."""
    assert Column(None).plain() == {
        "kind": "operator", "name": "", "role": "text", "letter": "", "value": "",
    }  # fmt: skip


# --- LaTeX -----------------------------------------------------------------------------------


def test_latex_by_hand() -> None:
    """Letters in their colours, signs in ink, a number in the colour of its letter."""
    weight, input_, z = LIGHT["weight"], LIGHT["input"], LIGHT["preactivation"]
    assert symbols.prose("$z = w₁x₁$", {}, {}) == (
        rf"$\textcolor{{{z}}}{{z}} = \textcolor{{{weight}}}{{w_1}} \textcolor{{{input_}}}{{x_1}}$"
    )
    assert symbols.prose("$z = {{z}}$", {"z": -1 / 3}, {}) == (
        rf"$\textcolor{{{z}}}{{z}} \approx \textcolor{{{z}}}{{-0.33}}$"
    )
    assert symbols.prose("$2 × 3 = 6$", {}, {}) == r"$2 \times 3 = 6$"
    assert symbols.prose("$n = 3$", {}, {"n": "input"}) == r"$\text{n} = 3$"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("no formula, {{v}}", "no formula, −3"),
        ("z = {{t}} and $1 + {{v}}$.", "z ≈ 0.33 and $1 - 3$."),
        ("{{v}}² is $9$", "(−3)² is $9$"),
        ("$1 + {{v}}² = 10$", "$1 + (-3) ^2 = 10$"),
        ("a{{#no}} $1$ and{{/no}} b $2$", "a b $2$"),
        ("${{#no}}1 + {{/no}}2$", "$2$"),
        ("2 · {{v}} = −6", "2 · (−3) = −6"),
        ("$10 · {{s}}$", r"$10 \cdot 1.0 \cdot 10^{-9}$"),
        (r"$\max(0, 1)$", r"$\max ( 0 , 1 )$"),
        (r"$x^{2}$ costs", None),
    ],
)
def test_prose_by_hand(text: str, wanted: str | None) -> None:
    """Numbers in running text as words, between dollar signs as mathematics."""
    facts: Facts = {"v": -3.0, "t": 1 / 3, "s": 1e-9, "no": False}
    said = symbols.prose(text, facts, {})
    if wanted is not None:
        assert said == wanted
    assert all(complaints_about(formula) == [] for formula in formulas_in(said))


def test_a_formula_left_open_is_an_error() -> None:
    """The rest of the page would be missing."""
    with pytest.raises(TemplateError, match="not closed"):
        symbols.prose("it costs $5, they say", {}, {})


def test_names_keep_their_blanks() -> None:
    """“Leaky ReLU” set as one word is read as one."""
    said = symbols.prose("$a = {{f}}(z)$", {"f": "Leaky ReLU"}, {})
    assert r"\text{Leaky ReLU}" in said


def test_two_storeys_in_latex() -> None:
    """Native mode shows the same columns."""
    lines = symbols.equations(template("a = z = {{z}} = {{a}}\nb = 3"), {"z": 0.5, "a": 0.5}, {})
    first, second = symbols.equations_latex(lines).split("\n\n")
    a, z, b = LIGHT["output"], LIGHT["preactivation"], LIGHT["bias"]
    assert first == (
        rf"$\begin{{array}}{{ccc}} \textcolor{{{a}}}{{a}} & = & \textcolor{{{z}}}{{z}} \\ "
        rf"\textcolor{{{a}}}{{0.5}} & = & \textcolor{{{z}}}{{0.5}} \end{{array}}$"
    )
    assert second == rf"$\begin{{array}}{{ccc}} \textcolor{{{b}}}{{b}} & = & 3 \end{{array}}$"


def test_matrices_in_latex() -> None:
    """Each under its letter, in its colour, with the signs between."""
    blocks: list[dict[str, Any]] = [
        {"kind": "matrix", "letter": "W₁", "role": "weight", "rows": [["1", "−0.5"], ["0", "1"]]},
        {"kind": "operator", "text": "·"},
        {"kind": "matrix", "letter": "x", "role": "input", "rows": [["1"], ["2"]]},
    ]
    weight, input_ = LIGHT["weight"], LIGHT["input"]
    said = symbols.matrices_latex(blocks)
    assert said == (
        rf"$\overset{{\textcolor{{{weight}}}{{W_1}}}}{{\textcolor{{{weight}}}"
        r"{\begin{bmatrix} 1 & -0.5 \\ 0 & 1 \end{bmatrix}}} \cdot "
        rf"\overset{{\textcolor{{{input_}}}{{x}}}}{{\textcolor{{{input_}}}"
        r"{\begin{bmatrix} 1 \\ 2 \end{bmatrix}}}$"
    )
    assert complaints_about(said.strip("$")) == []


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("{x", "braces"),
        ("}x{", "braces"),
        (r"\begin{array}{cc} 1 & 2", "array is not closed"),
        (r"\begin{array}{c} 1 \end{bmatrix}", "bmatrix ends"),
        (r"\foo", "unknown command foo"),
        (r"\left( 1", "left without right"),
        ("slope", "words set as products"),
        ("2 · 3", "no LaTeX: ·"),
        ("−3", "no LaTeX: −"),
        (r"\mathrm{Leaky ReLU}", "swallows"),
        (r"\text{a \cdot b}", "command in words"),
        ("50 %", "% means"),
        ("a & b", "& outside"),
    ],
)
def test_a_wrong_formula_would_be_seen(formula: str, said: str) -> None:
    """The reader of LaTeX, shown to fail."""
    assert any(said in complaint for complaint in complaints_about(formula))


# --- every lesson ----------------------------------------------------------------------------


def all_formulas(slug: str, state: State) -> list[str]:
    """All that a page sets as mathematics at a state, in LaTeX."""
    lesson, scene = content.lesson(slug), drawn(slug, state)
    texts = [lesson.prose(text, scene.facts) for text in moving_texts(slug)]
    texts += [lesson.prose(text, {}) for text in fixed_texts(slug)]
    texts.append(symbols.equations_latex(lesson.equations(scene.facts)))
    for name, part in scene.parts.items():
        if isinstance(part, Matrices):
            texts.append(symbols.matrices_latex(parts.fields(lesson, scene, name)["blocks"]))
    return [formula for text in texts for formula in formulas_in(text)]


def moving_texts(slug: str) -> list[str]:
    """What the page fills with the scene's facts and sets as Markdown."""
    lesson = content.lesson(slug)
    texts = [text for name, text in lesson.parts.items() if name.startswith(("step ", "drawer "))]
    texts += [step.goal.said for step in lesson.steps if step.goal is not None]
    return [*texts, *(lesson.around_code() if lesson.code else ())]


def fixed_texts(slug: str) -> list[str]:
    """What the page shows as it stands."""
    lesson = content.lesson(slug)
    texts = [
        text
        for name, text in lesson.parts.items()
        if name not in ("code", "equations")
        and not name.startswith(("alt ", "table "))
        and not template(text).names()
    ]
    for question in questions(lesson):
        texts.append(question.text)
        texts += [text for option in question.options for text in (option.text, option.reply)]
    return texts


@pytest.mark.parametrize("slug", SLUGS)
def test_every_formula_is_sound_latex(slug: str) -> None:
    """At every known state and at a hundred others."""
    lesson = content.lesson(slug)
    seen: set[str] = set()
    for state in [*known_states(lesson), *random_states(lesson, 100)]:
        for formula in all_formulas(slug, state):
            if formula not in seen:
                assert complaints_about(formula) == [], (formula, state)
                seen.add(formula)
    assert seen, "a lesson without a single formula"


KATEX = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const katex = (await import(pathToFileURL(process.argv[1]))).default;
const complaints = [];
for (const formula of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    katex.renderToString(formula, { throwOnError: true, strict: "error" });
  } catch (error) {
    complaints.push(`${formula}: ${error.message}`);
  }
}
console.log(JSON.stringify(complaints));
"""


def refused_by_katex(formulas: Sequence[str], folder: Path) -> list[str]:
    """Let the KaTeX that Streamlit brings set formulas, in the Node that Playwright brings."""
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    (katex,) = scripts.glob("katex.*.js")
    module = folder / "katex.mjs"
    module.write_bytes(katex.read_bytes())
    node = Path(playwright.__file__).parent / "driver" / "node"
    finished = subprocess.run(
        [node, "--input-type=module", "--eval", KATEX, module],
        input=json.dumps(formulas), capture_output=True, text=True, check=True,
    )  # fmt: skip
    complaints: list[str] = json.loads(finished.stdout)
    return complaints


@pytest.mark.parametrize("slug", SLUGS)
def test_streamlits_own_katex_takes_every_formula(slug: str, tmp_path: Path) -> None:
    """What it refuses it shows in red, as it was written."""
    formulas = {
        f for state in known_states(content.lesson(slug)) for f in all_formulas(slug, state)
    }
    assert refused_by_katex(sorted(formulas), tmp_path) == []


def test_katex_would_refuse(tmp_path: Path) -> None:
    """The judge, shown to fail: an unknown command, a sign it does not know, an open brace."""
    assert len(refused_by_katex([r"\foo", "×²÷″", "{x", "x_1 + 1"], tmp_path)) == 3


@pytest.mark.parametrize("slug", SLUGS)
def test_the_letters_of_equations_are_in_the_table(slug: str) -> None:
    """A letter that is none of the table is set upright and in ink, as if it were a word."""
    lesson = content.lesson(slug)
    for state in [*known_states(lesson), *random_states(lesson, 50)]:
        for line in lesson.equations(drawn(slug, state).facts):
            for column in line:
                for token in (column.letter, column.value):
                    if token is not None and token.kind == "words":
                        assert len(token.text) > 1, (token.text, state)
