"""What the seam between live and native writes, as far as no browser is needed to see it."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import SCENES
from figures.theme import PALETTES
from tests.ui.test_content import known_states
from ui import content, serve
from ui.live import _cell, _component, _katex, _stamp

COMMAND = re.compile(r"\\[A-Za-z]+")
KNOWN = {"cdot", "sigma", "lVert", "approx", "surd", "text", "textcolor"}


def assert_katex(line: str) -> None:
    """The little of KaTeX that our equations use, and nothing it would refuse."""
    assert re.fullmatch(r"\$[^$]+\$", line)
    assert line.count("{") == line.count("}")
    assert {command[1:] for command in COMMAND.findall(line)} <= KNOWN
    for words in re.findall(r"\\text\{([^}]*)\}", line):
        assert "\\" not in words, "a symbol's command inside a text is shown in red"
    bare = re.sub(r"\\textcolor\{#[0-9a-f]{6}\}|\\text\{[^}]*\}|\\[A-Za-z]+", "", line)
    assert not re.search(r"[A-Za-z]{2,}", bare), f"words set as products of letters: {bare}"
    assert "−" not in line


@pytest.mark.parametrize("slug", content.slugs())
def test_equations_become_katex(slug: str) -> None:
    """Native mode shows them as a formula: words must stay words, symbols must be commands."""
    for state in known_states(content.lesson(slug)):
        for line in SCENES[slug](**state).equations:
            for palette in PALETTES.values():
                assert_katex(_katex(line, palette))


@given(w=st.floats(-3, 3).map(lambda w: round(w, 6)), b=st.floats(-3, 3).map(lambda b: round(b, 6)))
@settings(max_examples=30)
def test_an_upright_boundary_becomes_katex(w: float, b: float) -> None:
    """Its place is written amid words, where “≈” as a command would not be understood."""
    for line in SCENES["hyperplane"](w1=w, w2=0.0, b=b, p1=1.0, p2=1.0, n=2.0).equations:
        assert_katex(_katex(line, PALETTES["light"]))


def test_katex_by_hand() -> None:
    """Colours, subscripts, words with their spaces."""
    palette = {"a": "#000000", "b": "#ffffff"}
    assert _katex([("a", "w₁ · −2"), ("b", ", that is ")], palette) == (
        r"$\textcolor{#000000}{w_{1} \cdot  -2} \textcolor{#ffffff}{\text{, that is }}$"
    )
    assert _katex([("a", " = Leaky ReLU(")], palette) == (
        r"$\textcolor{#000000}{ =\text{ Leaky ReLU}(}$"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [("none", "none"), (-1.5, "−1.5"), (1 / 3, "0.3333"), (0, "0"), (-1e-7, "−1e−07")],
)
def test_table_cells(cell: object, text: str) -> None:
    """Four digits and a true minus sign; words as they are."""
    assert _cell(cell) == text


def test_equal_templates_have_equal_stamps() -> None:
    """The browser draws anew when the stamp differs: it must differ only for another template."""
    start = content.lesson("line").controls.defaults()
    stamps = {
        _stamp(SCENES["line"](**(start | {"w": w})).charts["line"].template) for w in (-1.0, 2.0)
    }
    assert len(stamps) == 1
    other = SCENES["hyperplane"](**content.lesson("hyperplane").controls.defaults())
    assert _stamp(other.charts["high"].template) not in stamps


@pytest.mark.parametrize("slug", content.slugs())
def test_a_moving_handle_never_changes_the_template(slug: str) -> None:
    """Only the frame goes through the channel; what else changed would be lost until release."""
    lesson = content.lesson(slug)
    moving = [c for c in lesson.controls.items if c.kind == "number"]
    start = lesson.controls.defaults()
    first = {name: _stamp(chart.template) for name, chart in SCENES[slug](**start).charts.items()}
    for control in moving:
        for value in (control.low, control.high):
            charts = SCENES[slug](**(start | {control.name: value})).charts
            assert {n: _stamp(c.template) for n, c in charts.items()} == first, control.name
            for name, chart in charts.items():
                assert set(chart.frame) == set(SCENES[slug](**start).charts[name].frame)


@pytest.mark.parametrize("slug", content.slugs())
def test_handles_move_numbers_of_the_state(slug: str) -> None:
    """Their bounds are looked up by name, and a screen reader is told what they are."""
    lesson = content.lesson(slug)
    for chart in SCENES[slug](**lesson.controls.defaults()).charts.values():
        for handle in chart.handles:
            assert lesson.controls[handle.x].kind == lesson.controls[handle.y].kind == "number"
            assert handle.x != handle.y
            assert handle.label
            assert handle.step > 0
            assert all(handle.role in palette for palette in PALETTES.values())


def test_the_loader_asks_for_the_served_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address written by hand would break with the next change of the script."""
    import streamlit

    given: dict[str, str] = {}
    monkeypatch.setattr(
        streamlit.components.v2, "component", lambda name, js, **_: given.update({name: js})
    )
    _component("slider")
    assert serve.addresses()["script"] in given["jl_slider"]
    assert "%(" not in given["jl_slider"]
    json.dumps(given)
