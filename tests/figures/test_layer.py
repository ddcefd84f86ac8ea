"""The layer: each cell is one neuron's sum, the same in every form, and the plane its picture."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.neuron import Neuron
from figures import layer
from figures.marks import tip_of
from figures.scene import Cells, Grid, Scene
from tests.figures.pictures import Picture, any_state, assert_plotly, assert_sound, quiet
from ui import content, parts, writing

LESSON = content.lesson("layer")
START: dict[str, Any] = LESSON.arguments(LESSON.start())
FORMS = ("book", "keras", "torch")
# Three samples with two inputs, two neurons: worked out by hand below.
SMALL = START | {"neurons": 2.0, "inputs": 2.0, "samples": 3.0}
LARGE = START | {"neurons": 3.0, "inputs": 3.0, "samples": 4.0}


def draw(**values: Any) -> Scene:
    return quiet(layer.scene, **{**SMALL, **values})


def grids(scene: Scene) -> dict[str, Grid]:
    part = scene.parts["product"]
    assert isinstance(part, Cells)
    return {grid.name: grid for grid in part.grids}


def seen(scene: Scene) -> Picture:
    return Picture(LESSON, scene, "plane")


def test_the_start_by_hand() -> None:
    """1 · 3 + 2 · (−1) + 0.5 = 1.5, as the first step says."""
    scene = quiet(layer.scene, **START)
    assert scene.facts["z"] == 1.5
    assert grids(scene)["Z"].values.tolist() == [[1.5]]


def test_a_batch_by_hand() -> None:
    """Row by row: (3, −1), (2, 1), (−1, −2) through (1, 2) + 0.5 and (−2, 1) + 1."""
    want = [[1.5, -6.0], [4.5, -2.0], [-4.5, 1.0]]
    assert np.asarray(draw().facts["sums"]).tolist() == want
    assert grids(draw(form="keras"))["Z"].values.tolist() == want
    assert grids(draw(form="book"))["Z"].values.T.tolist() == want
    bent = [[1.5, 0.0], [4.5, 0.0], [0.0, 1.0]]
    assert grids(draw(form="keras", relu=True))["A"].values.tolist() == bent
    assert "Z" not in grids(draw(relu=True))


@pytest.mark.parametrize("form", FORMS)
def test_rows_and_columns_meet(form: str) -> None:
    """The left factor is as wide as the raised one is tall; the result is where they cross."""
    each = grids(quiet(layer.scene, **(LARGE | {"form": form})))
    left, raised = (each["W"], each["X"]) if form == "book" else (each["X"], each[above(form)])
    result = each["Z"]
    assert left.values.shape[1] == raised.values.shape[0] == 3
    assert (left.inner, raised.inner) == ("columns", "rows")
    assert result.at == (left.at[0], raised.at[1])
    assert result.values.shape == (left.values.shape[0], raised.values.shape[1])
    bias = each["b"].values
    np.testing.assert_allclose(left.values @ raised.values + bias, result.values)


def above(form: str) -> str:
    return "WT" if form == "torch" else "W"


def test_the_forms_are_the_same_numbers_turned() -> None:
    """Each value of the state stands in a cell of its own name, whatever the form."""
    state = LARGE | {"w12": 2.5, "x43": -0.5, "b3": 1.5}
    for form in FORMS:
        for grid in grids(quiet(layer.scene, **(state | {"form": form}))).values():
            if grid.is_editable:
                named = [[state[cell] for cell in row] for row in grid.names]
                assert grid.values.tolist() == named, (form, grid.name)
    each = grids(quiet(layer.scene, **(state | {"form": "torch"})))
    assert each["WT"].names == each["W"].turned().names
    assert (each["WT"].row, each["WT"].column) == (each["W"].column, each["W"].row)


@pytest.mark.parametrize("form", FORMS)
def test_a_pick_names_the_same_sample_and_neuron_in_every_form(form: str) -> None:
    """In the result both, in X the sample alone, in W and b the neuron alone."""
    for grid in grids(draw(form=form)).values():
        wanted = {"Z": {"s", "u"}, "X": {"s"}}.get(grid.name, {"u"})
        assert {grid.row, grid.column} - {None} == wanted
        labels = parts.cell_labels(LESSON, "product", grid)
        if grid.name == "Z":
            at = labels[0][1] if grid.column == "u" else labels[1][0]
            assert at == "sample 1, neuron 2, z"


def test_what_is_picked_beyond_the_last_is_the_last() -> None:
    facts = draw(s=4.0, u=3.0).facts
    assert (facts["s"], facts["u"], facts["z"]) == (3.0, 2.0, 1.0)


def test_the_plane_is_that_of_the_picked_neuron() -> None:
    """Its boundary, its arrow, the picked sample where it is; all other samples with numbers."""
    scene = draw(s=2.0, u=2.0)
    picture = seen(scene)
    neuron = Neuron([-2.0, 1.0], 1.0)
    np.testing.assert_allclose(neuron.preactivation(picture["boundary"].points), 0, atol=1e-6)
    assert tip_of(scene.charts["plane"]["weights"]) == (-2.0, 1.0)
    assert picture["probe"].points.tolist() == [[2.0, 1.0]]
    assert picture.texts["probe"] == "z = −2"
    assert {name: text for name, text in picture.texts.items() if "sample" in name} == {
        "sample-1": "1", "sample-3": "3",
    }  # fmt: skip
    other = Neuron([1.0, 2.0], 0.5)
    np.testing.assert_allclose(other.preactivation(picture["others"].points), 0, atol=1e-6)


def test_a_third_input_is_held_where_the_picked_sample_has_it() -> None:
    """The boundary is cut at x₃ = −1: z on it is 0 with that third input; the text says where."""
    scene = quiet(layer.scene, **(LARGE | {"s": 4.0, "u": 1.0}))
    picture = seen(scene)
    points = picture["boundary"].points
    whole = np.column_stack([points, np.full(len(points), -1.0)])
    np.testing.assert_allclose(Neuron([1.0, 2.0, -1.0], 0.5).preactivation(whole), 0, atol=1e-6)
    assert picture.texts["held"] == "at x₃ = −1"
    assert "x₃ is held at −1" in picture.alt
    assert not any("sample" in name for name in picture.texts), "the others lie elsewhere"
    level = LARGE | {"s": 4.0, "x13": -1.0}
    texts = seen(quiet(layer.scene, **level)).texts
    assert {name for name in texts if "sample" in name} == {"sample-1"}
    assert "held" not in seen(draw()).texts


def test_without_weights_there_is_no_boundary() -> None:
    """Nor an arrow; z is the bias, and the words say so. A third weight alone draws none."""
    for state in (SMALL | {"w11": 0.0, "w12": 0.0}, LARGE | {"w11": 0.0, "w12": 0.0}):
        scene = quiet(layer.scene, **state)
        picture = seen(scene)
        assert len(picture["boundary"].points) == 0
        assert picture["weights"].tip is None
        assert "no boundary" in picture.alt
    assert draw(w11=0.0, w12=0.0).facts["z"] == 0.5


def test_what_a_pencil_gives() -> None:
    """3 · 0.1 − 0.3 is 0, and so is its ReLU; no number is −0."""
    facts = draw(w11=0.1, w12=0.3, b1=0.0, x12=-1.0, relu=True).facts
    assert (facts["z"], facts["a"]) == (0.0, 0.0)
    assert not np.signbit(np.asarray(facts["results"])).any()


def test_the_goals_by_hand() -> None:
    assert quiet(layer.scene, **(START | {"w11": 0.5})).facts["z"] == 0
    assert not draw(relu=True).facts["first_off"]
    assert not draw(x11=1.0, x12=-1.5).facts["first_off"], "without ReLU"
    assert draw(x11=1.0, x12=-1.5, relu=True).facts["first_off"]


# --- programs -------------------------------------------------------------------------------


def program(**values: Any) -> tuple[str, Scene]:
    scene = quiet(layer.scene, **{**LARGE, "w12": 2.5, **values})
    return writing.code(LESSON.code, scene.facts), scene


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "program", "exec"), names)  # noqa: S102 - our own source
    return names


@pytest.mark.parametrize("relu", [False, True])
def test_numpy_gives_the_figures_numbers(relu: bool) -> None:
    source, scene = program(form="book", relu=relu, s=3.0)
    names = run(source)
    found = names["A" if relu else "Z"]
    np.testing.assert_allclose(found, grids(scene)["A" if relu else "Z"].values, atol=1e-12)
    one = names["a" if relu else "z"]
    np.testing.assert_allclose(one, found[:, 2], atol=1e-12)


@pytest.mark.parametrize("relu", [False, True])
def test_pytorch_gives_the_figures_numbers(relu: bool) -> None:
    source, scene = program(form="torch", relu=relu)
    names = run(source)
    found = names["A" if relu else "Z"]
    assert isinstance(found, torch.Tensor)
    np.testing.assert_allclose(found, grids(scene)["A" if relu else "Z"].values, atol=1e-5)
    np.testing.assert_allclose(names["layer"].weight.detach(), grids(scene)["W"].values)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("relu", [False, True])
def test_keras_gives_the_figures_numbers(relu: bool, tmp_path_factory: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        patch.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("keras")))
        pytest.importorskip("keras", reason="pip install -r requirements-dev.txt")
    source, scene = program(form="keras", relu=relu)
    names = run(source)
    found = names["model"].predict(names["X"], verbose=0)
    np.testing.assert_allclose(found, grids(scene)["A" if relu else "Z"].values, atol=1e-5)


# --- every state ----------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_any_state_can_be_drawn(data: st.DataObject) -> None:
    state = data.draw(any_state(LESSON))
    scene = quiet(layer.scene, **state)
    assert_sound(LESSON, scene)
    parts.all_fields(LESSON, scene, state)


@settings(deadline=None)
@given(data=st.data())
def test_a_cell_is_its_neurons_sum(data: st.DataObject) -> None:
    """What the picked neuron gives for the picked sample, worked out without a matrix."""
    state = LESSON.arguments(data.draw(any_state(LESSON)))
    facts: dict[str, Any] = dict(quiet(layer.scene, **state).facts)
    s, u, m = int(facts["s"]), int(facts["u"]), int(state["inputs"])
    z = state[f"b{u}"] + sum(state[f"w{u}{i}"] * state[f"x{s}{i}"] for i in range(1, m + 1))
    assert facts["z"] == pytest.approx(z, abs=1e-9)
    assert facts["a"] == pytest.approx(max(0.0, z) if state["relu"] else z, abs=1e-9)


def test_plotly_takes_it() -> None:
    for form in FORMS:
        assert_plotly(quiet(layer.scene, **(LARGE | {"form": form})).charts["plane"])
