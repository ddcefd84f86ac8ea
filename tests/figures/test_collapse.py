"""The collapse's pictures against the core, and its words against its pictures."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import Array
from core.layer import Layer
from core.network import Network, collapse
from core.stack import bent, narrowed
from figures import collapse as lesson
from figures.marks import tip_of
from figures.scene import Chart, Mark, Matrices, Scene
from ui import content, parts, writing

WORDS = content.lesson("collapse")
CONTROLS = WORDS.controls
ACTIVATIONS = ("identity", "relu", "leaky_relu", "tanh", "sigmoid", "sin")
BENDS = ACTIVATIONS[1:]
SEEDS = range(1, lesson.SETS + 1)

State = dict[str, Any]


def value(low: float, high: float) -> st.SearchStrategy[float]:
    """Anything a link can hold: on the slider's grid, or typed with six decimals."""
    grid = st.integers(round(low * 10), round(high * 10)).map(lambda tenth: tenth / 10)
    return grid | st.floats(low, high).map(lambda each: round(each, 6) + 0.0)


states = st.fixed_dictionaries(
    {
        "depth": st.integers(1, 6).map(float),
        "progress": value(0, 6),
        "narrow": st.booleans(),
        "activation": st.sampled_from(ACTIVATIONS),
        "p1": value(-2, 2),
        "p2": value(-2, 2),
        "seed": st.sampled_from(SEEDS).map(float),
    }
)


def drawn(**changes: Any) -> Scene:
    return lesson.scene(**(CONTROLS.defaults() | changes))


def layers_of(state: State) -> tuple[Layer, ...]:
    layers = lesson.LAYERS[int(state["seed"])][: int(state["depth"])]
    return bent(narrowed(layers) if state["narrow"] else layers, state["activation"])


def is_bent(state: State) -> bool:
    return state["activation"] != "identity" and state["depth"] > 1


def is_narrow(state: State) -> bool:
    return bool(state["narrow"]) and state["depth"] > 1


def points(mark: Mark) -> Array:
    return np.column_stack([mark["x"], mark["y"]])


def lines(chart: Chart) -> list[Array]:
    """The lines of the grid, one by one."""
    each = points(chart["grid"])
    gaps = np.flatnonzero(np.isnan(each[:, 0]))
    return [line[~np.isnan(line[:, 0])] for line in np.split(each, gaps)]


def area(corners: Array) -> float:
    """Area of a polygon by the shoelace formula."""
    x, y = corners[:, 0], corners[:, 1]
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def fact(scene: Scene, name: str) -> Any:
    return scene.facts[name]


def texts(scene: Scene, chart: str) -> dict[str, str]:
    labels = parts.fields(WORDS, scene, chart)["labels"]
    return {label["name"]: label["text"] for label in labels}


# --- hand-worked ----------------------------------------------------------------------------


@pytest.fixture
def two_layers(monkeypatch: pytest.MonkeyPatch) -> float:
    """A set of weights of our own: W₁W₂ = [[3, 4], [0, 2]], b₁W₂ + b₂ = (1, −1)."""
    seed = 99
    layers = (Layer([[1, 2], [-1, 1]], [1, 0]), Layer([[1, 0], [1, 2]], [0, -1]))
    monkeypatch.setitem(lesson.LAYERS, seed, layers)
    return float(seed)


def test_two_layers_worked_by_hand(two_layers: float) -> None:
    # x = (1, 2): first layer (1 − 2 + 1, 2 + 2) = (0, 4), second (0 + 4, 8 − 1) = (4, 7).
    scene = drawn(depth=2.0, seed=two_layers, p1=1.0, p2=2.0)
    stack, single = scene.charts["stack"], scene.charts["single"]
    assert points(stack["trail"]).tolist() == [[1, 2], [0, 4], [4, 7]]
    assert points(stack["stops"]).tolist() == [[0, 4]]
    assert points(single["trail"]).tolist() == [[1, 2], [4, 7]]
    for chart in (stack, single):
        assert points(chart["input"]).tolist() == [[1, 2]]
        assert points(chart["output"]).tolist() == [[4, 7]]
        # (0, 0) ends at b = (1, −1), and the rows of W lead on from there.
        assert points(chart["bias"]).tolist() == [[1, -1]]
        assert tip_of(chart["row-1"]) == (4, 3)
        assert tip_of(chart["row-2"]) == (1, 1)
        assert area(points(chart["square"])) == 6  # the determinant, 3 · 2 − 4 · 0
    assert fact(scene, "W").tolist() == [[3, 4], [0, 2]]
    assert fact(scene, "b").tolist() == [1, -1]
    assert fact(scene, "y").tolist() == fact(scene, "one").tolist() == [4, 7]
    assert fact(scene, "determinant") == 6
    assert fact(scene, "rank") == 2
    assert fact(scene, "largest") == 0
    assert fact(scene, "exact")


def test_half_way_through_a_layer_worked_by_hand(two_layers: float) -> None:
    """After 1.5 layers x is between (0, 4) and (4, 7); one layer has come 3/4 of its way."""
    scene = drawn(depth=2.0, seed=two_layers, p1=1.0, p2=2.0, progress=1.5)
    assert points(scene.charts["stack"]["output"]).tolist() == [[2, 5.5]]
    assert points(scene.charts["single"]["output"]).tolist() == [[1 + 0.75 * 3, 2 + 0.75 * 5]]
    assert fact(scene, "here").tolist() == [2, 5.5]


def test_one_unit_worked_by_hand(two_layers: float) -> None:
    # The first unit alone: x₁ − x₂ + 1. The second layer reads it with (1, 0):
    # W = [[1, 0], [−1, 0]], b = (1, −1); x = (1, 2) → 0 → (0, −1).
    scene = drawn(depth=2.0, seed=two_layers, p1=1.0, p2=2.0, narrow=True)
    assert points(scene.charts["stack"]["trail"]).tolist() == [[1, 2], [0, 0], [0, -1]]
    assert fact(scene, "W").tolist() == [[1, 0], [-1, 0]]
    assert fact(scene, "b").tolist() == [1, -1]
    assert fact(scene, "one").tolist() == [0, -1]
    assert (fact(scene, "rank"), fact(scene, "determinant")) == (1, 0)
    assert fact(scene, "sizes") == "2 → 1 → 2"
    assert area(points(scene.charts["stack"]["square"])) == 0


def test_the_matrices_before_the_equals_sign(two_layers: float) -> None:
    scene = drawn(depth=2.0, seed=two_layers)
    blocks = parts.fields(WORDS, scene, "matrices")["blocks"]
    assert [block.get("letter") or block["text"] for block in blocks] == [
        "W₁", "·", "W₂", "=", "W", "b",
    ]  # fmt: skip
    assert [block["rows"] for block in blocks if "rows" in block] == [
        [["1", "2"], ["−1", "1"]],
        [["1", "0"], ["1", "2"]],
        [["3", "4"], ["0", "2"]],
        [["1", "−1"]],
    ]


@pytest.mark.parametrize(
    ("depth", "activation", "letters"),
    [
        (1.0, "identity", ["W", "b"]),
        (3.0, "identity", ["W₁", "·", "W₂", "·", "W₃", "≈", "W", "b"]),
        (4.0, "identity", ["W", "b"]),
        (2.0, "relu", ["W", "b"]),  # no product: something stands between the factors
    ],
)
def test_the_product_is_written_where_it_fits(
    depth: float, activation: str, letters: list[str]
) -> None:
    scene = drawn(depth=depth, activation=activation, seed=9.0)
    blocks = parts.fields(WORDS, scene, "matrices")["blocks"]
    assert [block.get("letter") or block["text"] for block in blocks] == letters


# --- the pictures against the core ----------------------------------------------------------


@given(states)
def test_at_the_end_the_stack_is_what_the_core_computes(state: State) -> None:
    state["progress"] = 6.0
    scene, layers = lesson.scene(**state), layers_of(state)
    chart = scene.charts["stack"]
    start = lesson.BENT if is_bent(state) else lesson.STRAIGHT
    for name in ("grid", "square"):
        out = Network(layers).forward(start[name]).output
        shown = points(chart[name])
        np.testing.assert_array_equal(shown[~np.isnan(shown[:, 0])], out.astype(np.float32))
    y = Network(layers).forward([(state["p1"], state["p2"])]).output
    np.testing.assert_allclose(points(chart["output"]), y, atol=1e-6)
    np.testing.assert_allclose([fact(scene, "y")], y, atol=1e-12)


@given(states)
def test_stack_and_one_layer_end_at_the_same_place_unless_something_bends(state: State) -> None:
    state["progress"] = 6.0
    scene = lesson.scene(**state)
    stack, single = scene.charts["stack"], scene.charts["single"]
    assert fact(scene, "bent") == is_bent(state)
    assert fact(scene, "lone") == (state["depth"] == 1)
    if is_bent(state):
        assert fact(scene, "largest") > 1e-5
        ends = points(single["miss"])
        assert np.hypot(*(ends[1] - ends[0])) == pytest.approx(fact(scene, "largest"), abs=1e-6)
        return
    assert fact(scene, "largest") < 1e-14
    assert len(points(single["miss"])) == 0
    for name in ("grid", "square", "row-1", "row-2", "bias", "output"):
        np.testing.assert_allclose(points(stack[name]), points(single[name]), atol=1e-6)
    np.testing.assert_allclose(fact(scene, "y"), fact(scene, "one"), atol=2e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("activation", BENDS)
def test_no_single_layer_comes_closer_than_the_one_shown(
    seed: int, narrow: bool, activation: str
) -> None:
    """Solved here another way; and a bend always ends the equality."""
    X = lesson.CROSSINGS
    design = np.column_stack([X, np.ones(len(X))])
    for depth in range(2, 7):
        state = {"depth": depth, "seed": seed, "narrow": narrow, "activation": activation}
        scene = drawn(**state)
        out = Network(layers_of(state)).forward(X).output
        best = np.linalg.solve(design.T @ design, design.T @ out)
        np.testing.assert_allclose(fact(scene, "W"), best[:2], atol=1e-9)
        np.testing.assert_allclose(fact(scene, "b"), best[2], atol=1e-9)
        gaps = np.hypot(*(out - design @ best).T)
        assert gaps.max() > 1e-5
        assert fact(scene, "largest") == pytest.approx(gaps.max(), rel=1e-6)
        worst = int(np.flatnonzero((fact(scene, "worst") == X).all(axis=1))[0])
        assert gaps[worst] == pytest.approx(gaps.max(), rel=1e-6)


@given(states)
def test_before_the_first_layer_nothing_has_moved(state: State) -> None:
    state["progress"] = 0.0
    for chart in lesson.scene(**state).charts.values():
        ends = {(tuple(line[0]), tuple(line[-1])) for line in lines(chart)}
        across = range(-2, 3)
        assert ends == {((k, -2), (k, 2)) for k in across} | {((-2, k), (2, k)) for k in across}
        assert area(points(chart["square"])) == pytest.approx(1)
        assert tip_of(chart["row-1"]) == (1, 0)
        assert tip_of(chart["row-2"]) == (0, 1)
        assert points(chart["bias"]).tolist() == [[0, 0]]
        assert len(points(chart["output"])) == len(points(chart["stops"])) == 0


@given(states)
def test_the_arrows_end_where_1_0_and_0_1_are_taken(state: State) -> None:
    state["progress"] = 6.0
    scene = lesson.scene(**state)
    single = Layer(fact(scene, "W"), fact(scene, "b"))
    moved_by: dict[str, tuple[Layer, ...]] = {"single": (single,)}
    if not is_bent(state):
        moved_by["stack"] = layers_of(state)
    for name, layers in moved_by.items():
        chart = scene.charts[name]
        zero, first, second = Network(layers).forward([(0, 0), (1, 0), (0, 1)]).output
        np.testing.assert_allclose(points(chart["bias"]), [zero], atol=1e-6)
        assert tip_of(chart["row-1"]) == pytest.approx(tuple(first), abs=1e-6)
        assert tip_of(chart["row-2"]) == pytest.approx(tuple(second), abs=1e-6)
        np.testing.assert_allclose([first - zero, second - zero], fact(scene, "W"), atol=1e-9)
        np.testing.assert_allclose(zero, fact(scene, "b"), atol=1e-9)


@given(states)
def test_where_the_grid_is_bent_no_matrix_has_rows_to_show(state: State) -> None:
    state["activation"], state["progress"] = "tanh", min(state["progress"], state["depth"])
    stack = lesson.scene(**state).charts["stack"]
    has_bent = state["depth"] > 1 and state["progress"] > 0.5
    for name in ("row-1", "row-2", "bias"):
        assert (len(points(stack[name])) == 0) == has_bent
        assert not (has_bent and any(label.shown for label in stack[name].labels))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_one_unit_flattens_the_square_for_good(seed: int, activation: str) -> None:
    for depth in range(2, 7):
        changes = {"depth": float(depth), "seed": float(seed), "narrow": True}
        scene = drawn(activation=activation, progress=1.0, **changes)
        assert np.ptp(scene.charts["stack"]["square"]["y"]) == 0
        scene = drawn(activation=activation, progress=6.0, **changes)
        assert fact(scene, "flat")
        if activation == "identity":
            assert area(points(scene.charts["stack"]["square"])) < 1e-6
            assert (fact(scene, "rank"), fact(scene, "determinant")) == (1, 0)


@given(states)
def test_everything_stays_in_the_window(state: State) -> None:
    x0, x1, y0, y1 = lesson.WINDOW
    for chart in lesson.scene(**state).charts.values():
        for mark in chart.marks:
            for trace in mark.traces:
                x, y = trace.moving["x"], trace.moving["y"]
                if len(x):
                    assert x0 <= np.nanmin(x) <= np.nanmax(x) <= x1
                    assert y0 <= np.nanmin(y) <= np.nanmax(y) <= y1 - 0.7  # the titles' room


def test_progress_beyond_the_last_layer_stays_there() -> None:
    assert fact(drawn(depth=2.0, progress=5.3), "progress") == 2
    there, beyond = drawn(depth=2.0, progress=2.0), drawn(depth=2.0, progress=5.3)
    for name, chart in there.charts.items():
        for path, array in chart.frame.items():
            np.testing.assert_array_equal(array, beyond.charts[name].frame[path])


# --- the words ------------------------------------------------------------------------------


@given(states)
def test_everything_is_finite_and_every_text_fills(state: State) -> None:
    scene = lesson.scene(**state)
    for chart in scene.charts.values():
        for path, array in chart.frame.items():
            gaps = np.isnan(array) if path.startswith(("grid", "square")) else np.zeros(len(array))
            assert np.isfinite(array[~gaps.astype(bool)]).all()
            assert not gaps[:1].any()
    for name, each in scene.facts.items():
        if each is not None and not isinstance(each, (bool, str)):
            assert np.isfinite(each).all(), name
    for text in WORDS.templates().values():
        assert "{{" not in writing.fill(text, scene.facts)
    fields = parts.all_fields(WORDS, scene)
    assert fields.keys() == {"stack", "single", "matrices", "equations", "code"}
    for name in scene.parts:
        assert fields[name]["alt"]
        assert "nan" not in fields[name]["alt"]
        assert "not a number" not in fields[name]["alt"]
    for name in scene.charts:
        assert WORDS.table(name, scene.facts)


@given(states)
def test_exactly_one_thing_is_said_of_where_the_grid_is(state: State) -> None:
    scene = lesson.scene(**state)
    said = [fact(scene, name) for name in ("before", "between", "moving", "bending", "arrived")]
    assert sum(said) == 1
    assert texts(scene, "stack")["title"]


@pytest.mark.parametrize(
    ("progress", "activation", "words"),
    [
        (0.0, "tanh", "before layer 1"),
        (0.3, "tanh", "in layer 1 of 3"),
        (0.7, "tanh", "in layer 1 of 3: Tanh"),
        (0.7, "identity", "in layer 1 of 3"),
        (1.0, "tanh", "after layer 1 of 3"),
        (2.7, "tanh", "in layer 3 of 3"),  # nothing follows the last one
        (3.0, "tanh", "3 layers, one after the other"),
        (6.0, "tanh", "3 layers, one after the other"),
    ],
)
def test_the_title_says_where_the_grid_is(progress: float, activation: str, words: str) -> None:
    scene = drawn(depth=3.0, progress=progress, activation=activation)
    assert texts(scene, "stack")["title"] == words


@given(states)
def test_the_code_prints_what_the_figure_shows(state: State) -> None:
    scene = lesson.scene(**state)
    printed: list[Any] = []
    exec(parts.code_fields(WORDS, scene.facts)["text"], {"print": printed.append})  # noqa: S102
    np.testing.assert_allclose(printed[0], fact(scene, "y"), atol=2e-12)
    if not is_bent(state):
        np.testing.assert_allclose(printed[1], fact(scene, "one"), atol=2e-12)
        assert printed[2] == fact(scene, "rank")


@given(states)
def test_the_tables_hold_the_numbers_of_the_figures(state: State) -> None:
    scene, layers = lesson.scene(**state), layers_of(state)
    stops = WORDS.table("stack", scene.facts)
    assert len(stops["layers passed"]) == 1 + len(layers) + is_bent(state) * (len(layers) - 1)
    assert stops["layers passed"][-1] == f"{len(layers)}"
    assert stops["the point is at"][-1] == writing.fill("{{y:3}}", scene.facts)
    crossings = WORDS.table("single", scene.facts)
    assert len(crossings["crossing"]) == fact(scene, "crossings") == 25
    if not is_bent(state):
        single = collapse(layers).forward(lesson.CROSSINGS)
        np.testing.assert_allclose(fact(scene, "stack_ends"), single, atol=1e-12)


@pytest.mark.parametrize("depth", range(1, 7))
def test_the_formula_names_every_layer(depth: int) -> None:
    letters = {
        column.letter.text
        for column in WORDS.equations(drawn(depth=float(depth)).facts)[0]
        if column.letter
    }
    last = "₁₂₃₄₅₆"[depth - 1]
    assert f"W{last}" in letters or f"b{last}" in letters


def test_a_link_can_ask_for_what_is_drawn_and_no_more() -> None:
    def ends(name: str) -> tuple[float, float]:
        spec = CONTROLS[name].spec()
        return spec["low"], spec["high"]

    assert ends("seed") == (1, lesson.SETS)
    assert ends("depth") == (1, lesson.MOST_LAYERS)
    assert ends("progress") == (0, lesson.MOST_LAYERS)
    assert ends("p1") == ends("p2") == (lesson.GRID[0], lesson.GRID[-1])


def test_both_figures_hold_the_point_for_the_hand() -> None:
    scene = drawn()
    for chart in scene.charts.values():
        handle = chart.handles["input"]
        assert (handle.x, handle.y) == ("p1", "p2")
    assert isinstance(scene.parts["matrices"], Matrices)
    assert WORDS.handles.keys() == {"input"}
