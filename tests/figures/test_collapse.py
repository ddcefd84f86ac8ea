"""The picture of the collapse shows what the core computes: one line, one grid, one layer."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures import collapse, moved
from figures.marks import tip_of
from figures.scene import Matrices, Scene
from tests.figures.pictures import Picture, any_state, assert_plotly, assert_sound, quiet
from ui import content, parts

LESSON = content.lesson("collapse")
START: dict[str, Any] = LESSON.arguments(LESSON.start())
PLANE = START | {"inputs": 2.0, "depth": 3.0, "progress": 1.0, "p1": -1.0, "p2": 0.5}


def draw(**values: Any) -> Scene:
    return quiet(collapse.scene, **{**PLANE, **values})


def seen(scene: Scene, name: str) -> Picture:
    return Picture(LESSON, scene, name)


def test_one_input_by_hand() -> None:
    """2x + 1, then 3z − 4, at x = 0.5: z = 2, y = 2; and 6x − 1 in one go."""
    scene = quiet(collapse.scene, **{**START, "progress": 1.0})
    facts = scene.facts
    assert [facts[name] for name in ("x1", "z1", "y1", "one1")] == [0.5, 2, 2, 2]
    assert np.asarray(facts["W"]).tolist() == [[6]]
    assert np.asarray(facts["b"]).tolist() == [-1]
    for name in ("stack", "single"):
        x, y = seen(scene, name)["line"].points.T
        np.testing.assert_allclose(y, 6 * x - 1)
    halfway = seen(quiet(collapse.scene, **{**START, "progress": 0.5}), "stack")
    x, y = halfway["line"].points.T
    np.testing.assert_allclose(y, 2 * x + 1)
    assert len(seen(scene, "stack")["grid"].points) == 0


@pytest.mark.parametrize("depth", range(1, 7))
@pytest.mark.parametrize("narrow", [False, True])
def test_without_a_bend_one_layer_does_the_same(depth: int, narrow: bool) -> None:
    """To rounding, at every crossing and at the point; the grids end on the same spot."""
    scene = draw(depth=float(depth), narrow=narrow)
    facts: dict[str, Any] = dict(scene.facts)
    assert facts["largest"] < 1e-13
    assert facts["apart"] < 1e-12
    stack, single = seen(scene, "stack"), seen(scene, "single")
    np.testing.assert_allclose(stack["grid"].points, single["grid"].points, atol=1e-5)
    np.testing.assert_allclose(stack["output"].points, single["output"].points, atol=1e-5)
    assert len(single["miss"].points) == 0


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "sigmoid", "sin"])
def test_a_bend_ends_the_equality(activation: str) -> None:
    """Between layers only: a single layer has nothing in between."""
    scene = draw(activation=activation)
    facts: dict[str, Any] = dict(scene.facts)
    assert facts["bent"]
    assert facts["largest"] > 0.01
    miss = seen(scene, "single")["miss"].points
    assert np.hypot(*(miss[1] - miss[0])) == pytest.approx(facts["largest"], rel=1e-5)
    assert not draw(activation=activation, depth=1.0).facts["bent"]


def test_the_arrows_are_the_rows_of_w() -> None:
    """From b, where (0, 0) ends, to where (1, 0) and (0, 1) end."""
    scene = draw(reveal=2.0)
    W, b = (np.asarray(scene.facts[name]) for name in ("W", "b"))
    for name in ("stack", "single"):
        chart = scene.charts[name]
        assert tip_of(chart["row-1"]) == pytest.approx(tuple(b + W[0]), abs=1e-6)
        assert tip_of(chart["row-2"]) == pytest.approx(tuple(b + W[1]), abs=1e-6)
        np.testing.assert_allclose(seen(scene, name)["bias"].points, [b], atol=1e-6)
    assert tip_of(draw(reveal=1.0).charts["stack"]["row-1"]) is None


def test_one_unit_flattens_the_plane_for_good() -> None:
    """All crossings on one line after the first layer, and after all of them: rank 1."""
    for progress in (0.25, 0.5, 1.0):
        grid = seen(draw(depth=4.0, narrow=True, progress=progress), "stack")["grid"].points
        points = grid[np.isfinite(grid[:, 0])]
        assert np.linalg.matrix_rank(points - points[0], tol=1e-4) == 1
    assert draw(depth=4.0, narrow=True).facts["rank"] == 1
    assert draw(depth=4.0).facts["rank"] == 2


def test_before_the_first_layer_nothing_has_moved() -> None:
    picture = seen(draw(progress=0.0), "stack")
    grid = picture["grid"].points
    assert np.nanmin(grid) == moved.GRID[0]
    assert np.nanmax(grid) == moved.GRID[-1]
    assert len(picture["output"].points) == 0


@pytest.mark.parametrize("depth", range(1, 7))
def test_the_slider_meets_every_layer(depth: int) -> None:
    """A third is between two steps of the slider; the nearest of them is just after the layer."""
    facts = [draw(depth=float(depth), progress=k / 100).facts for k in range(101)]
    met = {fact["passed"] for fact in facts if not (fact["moving"] or fact["bending"])}
    assert met == set(range(depth + 1))
    assert facts[0]["before"]
    assert facts[-1]["arrived"]


def test_the_matrices_are_the_layers_and_their_product() -> None:
    """Up to three layers stand before their product; more, or a bend, leave the one layer."""
    for depth, names in ((1, "W b"), (2, "W1 · W2 = W b"), (3, "W1 · W2 · W3 = W b"), (4, "W b")):
        part = draw(depth=float(depth)).parts["matrices"]
        assert isinstance(part, Matrices)
        assert " ".join(block.name for block in part.blocks) == names
    part = draw(activation="relu").parts["matrices"]
    assert isinstance(part, Matrices)
    assert [block.name for block in part.blocks] == ["W", "b"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_any_state_can_be_drawn(data: st.DataObject) -> None:
    state = data.draw(any_state(LESSON))
    scene = quiet(collapse.scene, **state)
    assert_sound(LESSON, scene)
    parts.all_fields(LESSON, scene, state)


def test_plotly_takes_it() -> None:
    for scene in (draw(), quiet(collapse.scene, **START)):
        for chart in scene.charts.values():
            assert_plotly(chart)
