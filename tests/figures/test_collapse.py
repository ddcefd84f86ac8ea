"""The collapse's pictures against the core, and its words against its pictures."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.layer import Layer
from core.network import Network, collapse
from core.stack import bent, narrowed
from figures import collapse as figure
from figures.scene import Scene, number
from ui import content

LESSON = content.lesson("collapse")
CONTROLS = LESSON.controls
ACTIVATIONS = sorted(CONTROLS["activation"].choices)

State = dict[str, Any]
states = st.fixed_dictionaries(
    {
        "depth": st.integers(1, 6).map(float),
        "travel": st.integers(0, 120).map(lambda half: half / 2),
        "narrow": st.booleans(),
        "activation": st.sampled_from(ACTIVATIONS),
        "p1": st.integers(-20, 20).map(lambda tenth: tenth / 10),
        "p2": st.integers(-20, 20).map(lambda tenth: tenth / 10),
        "seed": st.integers(1, figure.SETS).map(float),
    }
)


def drawn(**changes: Any) -> Scene:
    return figure.scene(**(CONTROLS.defaults() | changes))


def stack_of(state: State) -> tuple[Layer, ...]:
    layers = figure.LAYERS[int(state["seed"])][: int(state["depth"])]
    return bent(narrowed(layers) if state["narrow"] else layers, state["activation"])


def is_bent(state: State, chart: str) -> bool:
    return chart == "stack" and state["activation"] != "identity" and state["depth"] > 1


def points(scene: Scene, chart: str, trace: int) -> np.ndarray[Any, Any]:
    frame = scene.charts[chart].frame
    return np.column_stack([frame[f"data/{trace}/x"], frame[f"data/{trace}/y"]])


def written(scene: Scene) -> list[str]:
    return ["".join(text for _, text in line).replace("\xa0", " ") for line in scene.equations]


# --- hand-worked ----------------------------------------------------------------------------


@pytest.fixture
def two_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        figure.LAYERS, 1, (Layer([[1, 2], [-1, 1]], [1, 0]), Layer([[1, 0], [1, 2]], [0, -1]))
    )


@pytest.mark.usefixtures("two_layers")
def test_two_layers_worked_by_hand() -> None:
    # W₁W₂ = [[1 + 2, 4], [−1 + 1, 2]], b₁W₂ + b₂ = [1 + 0, 0 − 1], determinant 3 · 2 − 4 · 0.
    # x = (1, 2): first layer (1 − 2 + 1, 2 + 2) = (0, 4), second (0 + 4, 8 − 1) = (4, 7).
    scene = drawn(depth=2.0, seed=1.0, p1=1.0, p2=2.0)
    assert written(scene) == [
        "layers 2 → 2 → 2",
        "W_eff = W₁ · W₂ = [[3, 4], [0, 2]]",
        "b_eff = b₁ · W₂ + b₂ = [1, −1]",
        "stack: x = (1, 2) ends at (4, 7)",
        "one layer: x ends at (4, 7)",
        "largest difference = 0, to the last bit",
        "rank of W_eff = 2, determinant = 6",
    ]
    assert scene.numbers["area"] == "6"
    assert points(scene, "stack", 5).tolist() == [[1, 2], [0, 4], [4, 7]]
    assert points(scene, "single", 5).tolist() == [[1, 2], [4, 7]]
    # At minute 45 the second layer is half way: between (0, 4) and (4, 7).
    assert points(drawn(depth=2.0, seed=1.0, p1=1.0, p2=2.0, travel=45.0), "stack", 7).tolist() == [
        [2, 5.5]
    ]


@pytest.mark.usefixtures("two_layers")
def test_one_unit_worked_by_hand() -> None:
    # The first unit alone: x₁ − x₂ + 1. The second layer reads it with (1, 0):
    # W_eff = [[1, 0], [−1, 0]], b_eff = [1, −1]; x = (1, 2) → 0 → (0, −1).
    scene = drawn(depth=2.0, seed=1.0, p1=1.0, p2=2.0, narrow=True)
    assert written(scene) == [
        "layers 2 → 1 → 2",
        "W_eff = W₁ · W₂ = [[1, 0], [−1, 0]]",
        "b_eff = b₁ · W₂ + b₂ = [1, −1]",
        "stack: x = (1, 2) ends at (0, −1)",
        "one layer: x ends at (0, −1)",
        "largest difference = 0, to the last bit",
        "rank of W_eff = 1, determinant = 0",
    ]


def test_the_formulas_for_one_and_for_four_layers() -> None:
    assert written(drawn(depth=1.0))[1].startswith("W_eff = W₁ = [[")
    assert written(drawn(depth=1.0))[2].startswith("b_eff = b₁ = [")
    lines = written(drawn(depth=4.0))
    assert lines[1].startswith("W_eff = W₁ · W₂ · W₃ · W₄ ≈ [[")
    assert lines[2].startswith("b_eff = ((b₁ · W₂ + b₂) · W₃ + b₃) · W₄ + b₄ ≈ [")


# --- the figure against the core ------------------------------------------------------------


@given(states)
def test_at_the_end_the_grid_is_what_the_core_computes(state: State) -> None:
    state["travel"] = 60.0
    scene, layers = figure.scene(**state), stack_of(state)
    out = Network(layers).forward(figure.GRID).output.astype(np.float32)
    is_straight = state["activation"] == "identity" or state["depth"] == 1
    upright, square = points(scene, "stack", 1), points(scene, "stack", 0)
    lines = out[: figure.FAMILY].reshape(figure.LINES, figure.LINE_POINTS, 2)
    corners = out[2 * figure.FAMILY :]
    if is_straight:  # its two ends make a line, its four corners a square
        lines, corners = lines[:, [0, -1]], corners[:: figure.SQUARE_POINTS]
    assert (upright[~np.isnan(upright[:, 0])] == lines.reshape(-1, 2)).all()
    assert (square == corners).all()
    assert int(np.isnan(upright[:, 0]).sum()) == figure.LINES - 1  # a gap between two lines
    if is_straight:
        single = collapse(layers).forward(figure.GRID).astype(np.float32)
        single = single[2 * figure.FAMILY :: figure.SQUARE_POINTS]
        assert (points(scene, "single", 0) == single).all()
        for trace in (0, 1, 2, 3, 4):
            stack, one = (points(scene, chart, trace) for chart in ("stack", "single"))
            assert np.allclose(stack, one, atol=1e-6, rtol=0, equal_nan=True)


@given(states)
def test_before_the_first_layer_nothing_has_moved(state: State) -> None:
    state["travel"] = 0.0
    scene = figure.scene(**state)
    for chart in ("stack", "single"):
        corners = points(scene, chart, 0)[:: figure.SQUARE_POINTS if is_bent(state, chart) else 1]
        assert corners.tolist() == [[0, 0], [1, 0], [1, 1], [0, 1]]


@given(states)
def test_everything_stays_in_the_window(state: State) -> None:
    scene = figure.scene(**state)
    for chart in ("stack", "single"):
        for trace in range(8):
            seen = points(scene, chart, trace)
            seen = seen[~np.isnan(seen[:, 0])] if len(seen) else np.zeros((1, 2))
            assert np.abs(seen[:, 0]).max() <= figure.X_RANGE[1]
            assert seen[:, 1].min() >= figure.Y_RANGE[0]
            assert seen[:, 1].max() <= figure.TITLE_AT[1] - 0.2


@pytest.mark.parametrize("seed", range(1, figure.SETS + 1))
@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_bend_always_ends_the_equality_and_only_a_bend(
    seed: int, is_narrow: bool, activation: str
) -> None:
    for depth in range(2, 7):
        scene = drawn(depth=float(depth), seed=float(seed), narrow=is_narrow, activation=activation)
        state = {"depth": depth, "seed": seed, "narrow": is_narrow, "activation": activation}
        layers = stack_of(state)
        X = figure.GRID[figure.CROSSINGS]
        out = Network(layers).forward(X).output
        if activation == "identity":
            gap = np.hypot(*(out - collapse(layers).forward(X)).T).max()
            assert gap < 1e-14
            assert not scene.numbers["bent"]
            assert scene.numbers["rank"] == ("1" if is_narrow else "2")
        else:
            # No affine map comes closer than the best one: solved here another way.
            design = np.column_stack([X, np.ones(len(X))])
            best = design @ np.linalg.solve(design.T @ design, design.T @ out)
            gap = np.hypot(*(out - best).T).max()
            assert gap > 1e-5
            assert scene.numbers["bent"]
        assert float(gap) == pytest.approx(_read(scene.numbers["largest"]), rel=0.06, abs=5e-4)


def _read(text: str) -> float:
    """A number as the prose writes it."""
    mantissa, _, exponent = text.replace("−", "-").partition("·10")
    power = exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(mantissa) * 10.0 ** int(power or 0)


def test_there_are_81_crossings_a_half_apart() -> None:
    crossings = figure.GRID[figure.CROSSINGS]
    assert {tuple(point) for point in crossings.tolist()} == {
        (i / 2, j / 2) for i in range(-4, 5) for j in range(-4, 5)
    }
    assert figure.GRID[figure.CORNERS].tolist() == [[-2, -2], [-2, 2], [2, -2], [2, 2]]


# --- the frame, the words, the contract -----------------------------------------------------


@given(states, states)
def test_a_frame_put_into_another_states_template_gives_the_whole_figure(
    state: State, other: State
) -> None:
    here, there = figure.scene(**state), figure.scene(**other)
    for name, chart in here.charts.items():
        assert chart.template == there.charts[name].template
        assert chart.frame.keys() == there.charts[name].frame.keys()


@given(states)
def test_frames_take_the_fast_way(state: State) -> None:
    """Only lines, points and labels move; anything else would draw the axes anew."""
    for chart in figure.scene(**state).charts.values():
        for path in chart.frame:
            assert re.fullmatch(r"data/\d+/[xy]|layout/annotations/\d+/\w+", path)


@given(states)
def test_words_and_table_tell_the_same_numbers(state: State) -> None:
    scene = figure.scene(**state)
    stack, single = scene.charts["stack"], scene.charts["single"]
    assert f"({number(state['p1'])}, {number(state['p2'])})" in stack.alt
    assert scene.numbers["where"] in stack.alt
    assert scene.numbers["sizes"] in stack.alt
    assert scene.numbers["one"] in single.alt
    assert scene.numbers["largest"] in single.alt
    rows = dict(zip(stack.table["quantity"], zip(*list(stack.table.values())[1:], strict=True),
                    strict=True))  # fmt: skip
    assert f"({', '.join(number(v, 3) for v in rows['y, from the stack'])})" == scene.numbers["y"]
    assert f"({', '.join(number(v, 3) for v in rows['y, from one layer'])})" == scene.numbers["one"]
    layers = stack_of(state)
    assert rows["b₁"] == (*layers[0].bias, *["none"] * (2 - layers[0].n_units))
    assert scene.numbers["largest"] == single.table["difference"][-1]
    assert scene.numbers["worst"] in str(single.table["crossing"][-1])


@given(states)
def test_the_code_prints_what_the_figure_shows(
    state: State,
) -> None:
    scene = figure.scene(**state)
    printed: list[Any] = []
    exec(content.fill(LESSON.code, scene.numbers), {"print": printed.append})  # noqa: S102
    assert f"({', '.join(number(v, 3) for v in np.round(printed[0], 12))})" == scene.numbers["y"]
    if not scene.numbers["bent"]:
        assert np.round(printed[1], 12) == pytest.approx(np.round(printed[0], 12))
        assert str(printed[2]) == scene.numbers["rank"]


@given(states)
def test_the_prose_has_every_number_it_quotes(state: State) -> None:
    scene = figure.scene(**state)
    assert LESSON.placeholders() <= scene.numbers.keys()
    for text in LESSON.parts.values():
        assert "{{" not in content.fill(text, scene.numbers)


def test_a_link_can_ask_for_what_is_drawn_and_no_more() -> None:
    assert (CONTROLS["seed"].low, CONTROLS["seed"].high) == (1, figure.SETS)
    assert (CONTROLS["depth"].low, CONTROLS["depth"].high) == (1, figure.MOST_LAYERS)
    assert (CONTROLS["travel"].low, CONTROLS["travel"].high) == (0, figure.MINUTES)
    assert set(figure._CODE) | {"identity"} == set(ACTIVATIONS)
    for name in ("p1", "p2"):
        assert (CONTROLS[name].low, CONTROLS[name].high) == (-figure.HALF_WIDTH, figure.HALF_WIDTH)


@pytest.mark.parametrize(
    ("travel", "activation", "words"),
    [
        (0.0, "tanh", "before layer 1"),
        (10.0, "tanh", "layer 1 of 3: W and b move"),
        (15.0, "tanh", "layer 1 of 3: Tanh bends"),
        (15.0, "identity", "layer 1 of 3: W and b move"),
        (20.0, "tanh", "after layer 1 of 3"),
        (50.0, "tanh", "layer 3 of 3: W and b move"),
        (60.0, "tanh", "after all 3 layers"),
    ],
)
def test_the_title_says_where_the_grid_is(travel: float, activation: str, words: str) -> None:
    scene = drawn(travel=travel, activation=activation)
    assert scene.charts["stack"].frame["layout/annotations/0/text"] == words
