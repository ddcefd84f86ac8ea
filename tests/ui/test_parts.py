"""What each part of a lesson shows: its fields, in the lesson's words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from figures import marks
from figures.matrix import matrix, row
from figures.scene import Cells, Chart, Grid, Handle, Label, Matrices, Scene
from figures.theme import PALETTES
from tests.ui.states import SLUGS, drawn, known_states, random_states
from tests.ui.test_content import GOOD_MD, GOOD_TOML, swap, write
from ui import content, parts
from ui.contract import load
from ui.texts import Lesson
from ui.wire import plain
from ui.writing import TemplateError, template

LABELS = """\
[labels.one]
x-axis = "x"
dot = "z = {{z}}"
gone = "never {{nothing}}"

[labels.space]
x-axis = "x₁"
y-axis = "x₂"
z-axis = "z = {{z}}"

[labels.product]
W = "W₁"
v = "x"
"""
MD = (
    GOOD_MD
    + """
## equations

z = w · x = {{w}} · {{x}} = {{z}}

## alt one

A dot
at z = {{z}}.

## alt space

A plane.

## alt product

W = {{W}}.

## table one

| z |
|--:|
| {{z}} |
"""
)


LETTERS = {name: template(text) for name, text in (("W", "W₁"), ("v", "x"), ("v-cell", "x {{n}}"))}


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    start, end = GOOD_TOML.index("[labels.one]"), GOOD_TOML.index("[handles]")
    return load(write(tmp_path / "demo", toml=GOOD_TOML[:start] + LABELS + GOOD_TOML[end:], md=MD))


@pytest.fixture
def scene() -> Scene:
    dot = marks.dots(
        "dot", [(1, 2)], role="output", handle=Handle("w", None),
        labels=(
            Label("dot", (1.0, 2.0), "output", dx=4, dy=-8, align="left"),
            Label("gone", (0.0, 0.0), shown=False),
            Label("silent", (0.0, 0.0)),
        ),
    )  # fmt: skip
    W = np.array([[1.0, -0.5]])
    return Scene(
        parts={
            "one": marks.chart(marks.Flat((0, 1), (0, 1)), dot),
            "space": marks.chart(
                marks.Space((0, 1), (0, 1), (0, 1)),
                marks.path_3d("path", [(0, 0, 0), (1, 1, 1)], role="weight"),
            ),
            "product": row(
                matrix("W", W, role="weight"), "·", matrix("v", [1 / 3], role="input"), digits=3
            ),
        },
        facts={"z": 1 / 3, "w": 2.0, "x": -1.0, "W": W},
    )


def test_a_chart_by_hand(lesson: Lesson, scene: Scene) -> None:
    """The frame as it is, the labels that have something to say, the words."""
    fields = parts.fields(lesson, scene, "one")
    assert set(fields) == {"dot/x", "dot/y", "labels", "alt"}
    np.testing.assert_array_equal(fields["dot/x"], [1.0])
    assert fields["alt"] == "A dot at z ≈ 0.33."
    assert [label["name"] for label in fields["labels"]] == ["x-axis", "dot"]
    assert fields["labels"][1] == {
        "name": "dot", "text": "z ≈ 0.33", "x": 1.0, "y": 2.0, "dx": 4, "dy": -8,
        "align": "left", "role": "output",
    }  # fmt: skip


def test_labels_without_words_are_left_out(lesson: Lesson, scene: Scene) -> None:
    """One that is not shown stands empty; one the lesson has no words for is not there at all."""
    texts = {label["name"]: label["text"] for label in parts.labels(lesson, scene, "one")}
    assert texts == {"x-axis": "x", "dot": "z ≈ 0.33", "gone": ""}
    assert parts.labels(lesson, scene, "product") == []


def test_matrices_by_hand(lesson: Lesson, scene: Scene) -> None:
    """Each with its letter and its colour; a sign is a sign."""
    assert parts.fields(lesson, scene, "product") == {
        "blocks": [
            {"kind": "matrix", "letter": "W₁", "role": "weight", "rows": [["1", "−0.5"]]},
            {"kind": "operator", "text": "·"},
            {"kind": "matrix", "letter": "x", "role": "input", "rows": [["0.333"]]},
        ],
        "alt": "W = [[1,\N{NO-BREAK SPACE}−0.5]].".replace("\N{NO-BREAK SPACE}", " "),
    }


def test_cells_by_hand(lesson: Lesson) -> None:
    """What is edited goes by the name of its value; what is computed comes as text."""
    edited = Grid("W", np.array([[2.0]]), "weight", (("w",),), column="n").placed(0, 1, "left")
    names = (("c1", "c2"),)
    made = Grid("v", np.array([[1 / 3, -1.0]]), "input", names, is_editable=False, column="n")
    part = Cells((edited, made.placed(1, 0, "below", "rows")), digits=3)
    lesson = replace(lesson, labels={"product": LETTERS})
    fields = parts.fields(lesson, Scene({"product": part}, {"W": np.eye(1)}), "product")
    assert set(fields) == {"grids", "numbers", "alt"}
    assert fields["numbers"] == {"v": [["0.333", "−1"]]}
    first, second = fields["grids"]
    assert (first["letter"], first["role"], first["at"]) == ("W₁", "weight", [0, 1])
    assert (first["names"], first["editable"]) == ([["w"]], True)
    assert first["labels"] == [[lesson.controls["w"].label]]
    assert second["labels"] == [["x 1", "x 2"]]
    assert (second["row"], second["column"], second["side"]) == (None, "n", "below")
    assert second["inner"] == "rows"


def test_a_turned_grid_by_hand() -> None:
    """Rows and columns are exchanged, with all that belongs to them; twice is as before."""
    grid = Grid("W", np.array([[1.0, 2.0]]), "weight", (("a", "b"),), row="r", column="c")
    turned = grid.turned()
    assert turned.values.tolist() == [[1.0], [2.0]]
    assert turned.names == (("a",), ("b",))
    assert (turned.row, turned.column) == ("c", "r")
    assert turned.turned().names == grid.names


def test_equations_and_code_by_hand(lesson: Lesson, scene: Scene) -> None:
    """Two storeys as plain columns, and the program with its numbers."""
    (line,) = parts.equation_fields(lesson, scene.facts)["lines"]
    assert [(column["letter"], column["value"]) for column in line] == [
        ("z", "0.33"), ("=", "≈"), ("w", "2"), ("·", "·"), ("x", "(−1)"),
    ]  # fmt: skip
    assert [column["role"] for column in line][::2] == ["preactivation", "weight", "input"]
    assert parts.code_fields(lesson, scene.facts) == {"text": "z = 0.3333333333333333"}


def test_all_fields_are_those_of_each_part(lesson: Lesson, scene: Scene) -> None:
    """What the channel compares is what the page has drawn."""
    each = parts.all_fields(lesson, scene, lesson.start())
    assert list(each) == ["one", "space", "product", "equations", "code", "goal"]
    for name in scene.parts:
        assert json.dumps(plain(each[name])) == json.dumps(plain(parts.fields(lesson, scene, name)))
    assert each["equations"] == parts.equation_fields(lesson, scene.facts)
    assert each["code"] == parts.code_fields(lesson, scene.facts)


def test_a_lesson_without_equations_or_code_has_no_such_parts(tmp_path: Path) -> None:
    """Home, for one, has no program."""
    md = swap(MD, "## equations\n\nz = w · x = {{w}} · {{x}} = {{z}}\n", "")
    lesson = load(write(tmp_path / "demo", md=md))
    assert set(parts.all_fields(lesson, Scene({}, {"z": 1.0}), lesson.start())) == {"code", "goal"}
    home = content.lesson("home")
    shown = parts.all_fields(home, drawn("home", home.start()), home.start())
    assert set(shown) == {"home", "equations"}


def test_axes_in_space_are_named_by_plotly(lesson: Lesson, scene: Scene) -> None:
    """Only there: the camera decides where they stand. The template itself is shared: a copy."""
    charts = scene.charts
    for figure in (charts["space"].template, charts["space"].figure()):
        named = parts.with_axis_titles(lesson, "space", figure, scene.facts)
        space = named["layout"]["scene"]
        assert [space[f"{axis}axis"]["title"]["text"] for axis in "xyz"] == ["x₁", "x₂", "z ≈ 0.33"]
        assert space["xaxis"]["range"] == [0, 1]
        assert "title" not in figure["layout"]["scene"]["xaxis"]
        assert named["data"] == figure["data"]
    flat = charts["one"].template
    assert parts.with_axis_titles(lesson, "one", flat, scene.facts) is flat


def test_a_label_that_asks_for_an_unknown_fact_is_an_error(lesson: Lesson, scene: Scene) -> None:
    """Where it is shown; a hidden one may ask for what does not exist at this state."""
    facts = {name: fact for name, fact in scene.facts.items() if name != "z"}
    with pytest.raises(TemplateError, match="'z'"):
        parts.labels(lesson, Scene(scene.parts, facts), "one")


# --- every lesson ----------------------------------------------------------------------------


def json_only(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and json_only(entry) for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(json_only, value))
    return value is None or type(value) in (str, int, float, bool)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_fields_of_every_lesson_can_be_sent(slug: str) -> None:
    """Arrays of numbers, or what JSON holds; texts without a colour's name in them."""
    lesson = content.lesson(slug)
    for state in [*known_states(lesson), *random_states(lesson, 40)]:
        for name, fields in parts.all_fields(lesson, drawn(slug, state), state).items():
            for path, value in fields.items():
                if isinstance(value, np.ndarray):
                    assert value.dtype.kind in "fiu", (name, path)
                    assert value.dtype != np.uint8 or value.ndim == 2, "a field is a picture"
                else:
                    assert json_only(value), (name, path, value)
                    json.dumps(value, allow_nan=False)


@pytest.mark.parametrize("slug", SLUGS)
def test_fields_never_come_and_go(slug: str) -> None:
    """The browser merges answers: a field that is missing would keep its old value."""
    lesson = content.lesson(slug)
    paths = None
    for state in [*known_states(lesson), *random_states(lesson, 40)]:
        each = parts.all_fields(lesson, drawn(slug, state), state)
        now = {(name, path) for name, fields in each.items() for path in fields}
        assert paths in (None, now), state
        paths = now


@pytest.mark.parametrize("slug", SLUGS)
def test_only_the_frame_moves(slug: str) -> None:
    """Under the hand the template stays; a choice or a switch may bring another with its report."""
    lesson = content.lesson(slug)
    texts: dict[tuple[Any, ...], str] = {}
    for state in [*known_states(lesson), *random_states(lesson, 20)]:
        scene = drawn(slug, state)
        chosen = [value for value in state.values() if isinstance(value, (bool, str))]
        for name, chart in scene.charts.items():
            template = parts.with_axis_titles(lesson, name, chart.template, scene.facts)
            text = json.dumps(plain(template), sort_keys=True)
            assert texts.setdefault((name, *chosen), text) == text, (name, state)


@pytest.mark.parametrize("slug", SLUGS)
def test_labels_stand_where_they_can_be_read(slug: str) -> None:
    """At a finite place, in a colour there is, with something to say."""
    lesson = content.lesson(slug)
    for state in [*known_states(lesson), *random_states(lesson, 40)]:
        scene = drawn(slug, state)
        for name in scene.charts:
            shown = parts.fields(lesson, scene, name)["labels"]
            names = [label["name"] for label in shown]
            assert len(set(names)) == len(names), f"two labels of {name} share a name"
            for label in shown:
                assert label["text"].strip() == label["text"]
                assert np.isfinite([label["x"], label["y"], label["dx"], label["dy"]]).all()
                assert label["align"] in ("left", "center", "right")
                assert all(label["role"] in palette for palette in PALETTES.values())


def test_every_part_of_a_scene_is_of_a_kind_there_is() -> None:
    """A new kind needs its fields, its native form and its script."""
    for slug in SLUGS:
        scene = drawn(slug, content.lesson(slug).start())
        assert all(isinstance(part, (Cells, Chart, Matrices)) for part in scene.parts.values())


@pytest.mark.parametrize("slug", content.slugs())
def test_goals_ask_for_facts_that_there_are(slug: str) -> None:
    lesson = content.lesson(slug)
    for state in (step.state for step in lesson.steps):
        facts = drawn(slug, state).facts
        for step in lesson.steps:
            for condition in step.goal.conditions if step.goal else ():
                asked = condition.fact
                assert not asked or asked in facts, f"step {step.name} asks for {asked}"
