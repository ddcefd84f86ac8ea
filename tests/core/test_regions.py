"""The tiles of a network: exact, complete, and each with the right y = mx + b."""

from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from core.activations import ACTIVATIONS, Array
from core.layer import Layer
from core.line import Window
from core.network import Network
from core.regions import LinearRegions, linear_intervals, linear_regions, local_affine

STRAIGHT = [name for name, activation in ACTIVATIONS.items() if activation.piecewise_linear]
BENT = [name for name in STRAIGHT if name != "identity"]
CURVED = [name for name in ACTIVATIONS if name not in STRAIGHT]
WINDOW = (-3.0, 3.0, -2.0, 2.0)


def signed_area(polygon: Array) -> float:
    """Shoelace formula: positive where the corners run counter-clockwise."""
    x, y = (polygon - polygon[0]).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def check_mosaic(regions: LinearRegions, window: Window) -> None:
    """Check that tiles are convex, cover the window once, and share edges to the last bit."""
    x0, x1, y0, y1 = window
    size = (x1 - x0) * (y1 - y0)
    areas = np.array([signed_area(polygon) for polygon in regions.polygons])
    assert (areas > 0).all()
    assert abs(areas.sum() / size - 1) < 1e-9
    edges = set()
    for polygon in regions.polygons:
        assert (polygon >= (x0, y0)).all()
        assert (polygon <= (x1, y1)).all()
        along = np.roll(polygon, -1, axis=0) - polygon
        after = np.roll(along, -1, axis=0)
        turns = along[:, 0] * after[:, 1] - along[:, 1] * after[:, 0]
        assert (turns > -1e-12 * size).all()
        corners = [tuple(corner) for corner in polygon.tolist()]
        for edge in zip(corners, corners[1:] + corners[:1], strict=True):
            assert edge not in edges  # a second tile on the same side would overlap the first
            edges.add(edge)
    for start, end in edges:
        if (end, start) not in edges:  # no neighbour: then it must be the window's own edge
            assert any(start[i] == end[i] == b for i in (0, 1) for b in window[2 * i : 2 * i + 2])


def inner_points(regions: LinearRegions, rng: np.random.Generator) -> Array:
    """One random point inside each tile."""
    return np.array([rng.dirichlet(np.ones(len(p))) @ p for p in regions.polygons])


def check_maps(network: Network, regions: LinearRegions, points: Array, atol: float) -> None:
    forward = network.forward(points)
    # On its own boundary a step has no value that rounding could not flip.
    certain = np.ones(len(points), dtype=bool)
    for layer, z in zip(network.layers, forward.preactivations, strict=True):
        if layer.activation.name == "step":
            certain &= (np.abs(z) > 1e-9).all(axis=1)
    found = np.einsum("ti,tio->to", points, regions.weights) + regions.biases
    assert_allclose(found[certain], forward.output[certain], rtol=1e-10, atol=atol)


def reach(network: Network, window: Window) -> float:
    """The largest sum the network could form if no two terms cancelled.

    The forward pass itself may be wrong by some 1e-15 of it.
    """
    size = np.array([max(map(abs, window[:2])), max(map(abs, window[2:]))])
    largest = 1.0
    for layer in network.layers:
        size = size @ np.abs(layer.weights) + np.abs(layer.bias)
        largest = max(largest, float(size.max()))
    return largest


# --- one layer: lines in general position ---------------------------------------------------


@pytest.mark.parametrize("n", range(1, 13))
def test_n_lines_in_general_position_make_1_plus_n_plus_n_over_2_tiles(n: int) -> None:
    # Tangents of the unit circle at n different angles: no two parallel, no three through a point.
    angles = np.pi * (np.arange(n) + 0.3) / n + 0.01 * np.arange(n) ** 2 / n**2
    network = Network(
        [Layer([np.cos(angles), np.sin(angles)], -np.ones(n), "relu"), Layer(np.ones((n, 1)), [0])]
    )
    window = (-1e3, 1e3, -1e3, 1e3)
    regions = linear_regions(network, window)
    assert len(regions.polygons) == 1 + n + comb(n, 2)
    assert len(np.unique(regions.patterns, axis=0)) == len(regions.polygons)
    check_mosaic(regions, window)


def test_one_line_by_hand() -> None:
    # relu(x - 1) over the square 0 … 2: left of x = 1 nothing, right of it the slope 1.
    network = Network([Layer([[1], [0]], [-1], "relu")])
    regions = linear_regions(network, (0, 2, 0, 2))
    right, left = np.argsort(-regions.patterns[:, 0])
    assert_array_equal(regions.patterns[[left, right]], [[0], [1]])
    assert_array_equal(regions.weights[left], [[0], [0]])
    assert_array_equal(regions.weights[right], [[1], [0]])
    assert_array_equal(regions.biases[[left, right]], [[0], [-1]])
    assert {tuple(p) for p in regions.polygons[left]} == {(0, 0), (1, 0), (1, 2), (0, 2)}
    assert {tuple(p) for p in regions.polygons[right]} == {(1, 0), (2, 0), (2, 2), (1, 2)}


# --- many layers ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_random_networks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hidden = rng.integers(1, 9, size=rng.integers(0, 4)).tolist()
    output = int(rng.integers(1, 4))
    network = Network.random(
        [2, *hidden, output],
        BENT[seed % len(BENT)],
        rng,
        output_activation=STRAIGHT[seed // 7 % len(STRAIGHT)],
        bias_scale=0.5,
    )
    assert 1 <= len(network.layers) <= 4
    regions = linear_regions(network, WINDOW)
    check_mosaic(regions, WINDOW)
    points = inner_points(regions, rng)
    check_maps(network, regions, points, 1e-10)
    # Anywhere else in the window there is exactly one tile, and it has the local map.
    for point in rng.uniform((-3, -2), (3, 2), size=(5, 2)):
        inside = []
        for i, polygon in enumerate(regions.polygons):
            x, y = (np.roll(polygon, -1, axis=0) - polygon).T
            if (x * (point[1] - polygon[:, 1]) - y * (point[0] - polygon[:, 0]) > 0).all():
                inside.append(i)
        assert len(inside) == 1
        weights, bias = local_affine(network, point)
        assert_allclose(regions.weights[inside[0]], weights, atol=1e-12)
        assert_allclose(regions.biases[inside[0]], bias, atol=1e-12)


small = st.sampled_from([0.0, 0.0, 1.0, -1.0, 2.0, -2.0, 3.0])
halves = st.sampled_from([0.0, 0.0, 1.0, -1.0, 0.5, -2.0, -3.0, 6.0])


@st.composite
def degenerate_networks(draw: st.DrawFn) -> Network:
    """Zero weights, doubled units, parallel lines, lines through corners and along edges."""
    sizes = [2, *draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))]
    layers = []
    for n_inputs, n_units in pairwise(sizes):
        weights = draw(st.lists(small, min_size=n_inputs * n_units, max_size=n_inputs * n_units))
        bias = draw(st.lists(halves, min_size=n_units, max_size=n_units))
        W = np.reshape(weights, (n_inputs, n_units))
        scale = draw(st.sampled_from([1.0, 1.0, 1 / 3, 1e-3, 1e3]))
        layers.append(Layer(W * scale, np.array(bias) * scale, draw(st.sampled_from(STRAIGHT))))
    return Network(layers)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(
    degenerate_networks(),
    st.sampled_from([(-1.0, 1.0, -1.0, 1.0), (0.0, 3.0, -2.0, 1.0), (0.1, 0.7, -0.3, 0.3)]),
)
def test_degenerate_networks(network: Network, window: Window) -> None:
    regions = linear_regions(network, window)
    check_mosaic(regions, window)
    for seed in range(2):
        points = inner_points(regions, np.random.default_rng(seed))
        check_maps(network, regions, points, max(1e-10, 1e-13 * reach(network, window)))


@pytest.mark.parametrize("activation", BENT)
def test_duplicated_dead_and_parallel_units_cut_nothing_twice(activation: str) -> None:
    # Units: x + y three times (once doubled, once reversed), a zero unit, one far outside.
    W = [[1, 2, -1, 0, 1], [1, 2, -1, 0, 0]]
    layers = [Layer(W, [0, 0, 0, 0, -100], activation), Layer(np.ones((5, 1)), [0])]
    corners = ACTIVATIONS[activation].corners
    different = {c * s for c in corners for s in (1, 0.5, -1)}  # x + y = c, c / 2, -c
    window = (-10.0, 10.0, -9.0, 9.0)
    regions = linear_regions(Network(layers), window)
    assert len(regions.polygons) == 1 + len(different)
    check_mosaic(regions, window)


def test_lines_through_corners_and_along_edges_of_the_window_cut_as_they_should() -> None:
    # x = -1 and y = 1 lie along edges; y = x goes through two corners; y = x again, scaled.
    network = Network([Layer([[1, 0, 1, 1 / 3], [0, 1, -1, -1 / 3]], [1, -1, 0, 0], "relu")])
    regions = linear_regions(network, (-1, 1, -1, 1))
    assert sorted(len(polygon) for polygon in regions.polygons) == [3, 3]
    check_mosaic(regions, (-1, 1, -1, 1))


def test_many_lines_through_one_point_make_twice_as_many_tiles() -> None:
    # n lines through (0.1, 0.2), which no float hits exactly: 2n slices, no slivers between.
    angles = np.pi * np.arange(7) / 7 + 0.1
    W = np.array([np.cos(angles), np.sin(angles)])
    network = Network([Layer(W, -(np.array([0.1, 0.2]) @ W), "leaky_relu")])
    regions = linear_regions(network, (-1, 1, -1, 1))
    assert len(regions.polygons) == 14
    check_mosaic(regions, (-1, 1, -1, 1))


@pytest.mark.parametrize("offset", [1e-16, 1e-15, 3e-15, 1e-14, 3e-14, 1e-13])
@pytest.mark.parametrize("n", [5, 8, 12, 20])
def test_lines_that_nearly_meet_in_a_point_leave_no_edge_without_its_neighbour(
    n: int, offset: float
) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        angles = rng.uniform(0, 2 * np.pi, n)
        W = np.array([np.cos(angles), np.sin(angles)]) * rng.uniform(0.5, 2, n)
        bias = offset * rng.normal(size=n) - rng.uniform(-0.5, 0.5, 2) @ W
        regions = linear_regions(Network([Layer(W, bias, "relu")]), (-1, 1, -1, 1))
        check_mosaic(regions, (-1, 1, -1, 1))


@pytest.mark.parametrize("half", [1e10, 1e12, 1e13, 1e14, 1e16])
@pytest.mark.parametrize("sizes", [(2, 8, 1), (2, 30, 1), (2, 6, 6, 6, 1)])
def test_huge_windows_leave_no_edge_without_its_neighbour(
    sizes: tuple[int, ...], half: float
) -> None:
    # Seen from so far away all lines nearly meet in the middle.
    window = (-half, half, -half, half)
    for seed in range(10):
        regions = linear_regions(Network.random(sizes, "relu", seed, bias_scale=1.0), window)
        check_mosaic(regions, window)


def test_the_second_layer_bends_its_line_at_the_first_layers_lines() -> None:
    # |x| - 0.5 through a ReLU: bends at x = 0 and, mirrored, at x = ±0.5.
    network = Network([Layer([[1, -1], [0, 0]], [0, 0], "relu"), Layer([[1], [1]], [-0.5], "relu")])
    regions = linear_regions(network, (-1, 1, 0, 1))
    order = np.argsort([polygon[:, 0].mean() for polygon in regions.polygons])
    assert_array_equal(regions.weights[order, 0, 0], [-1, 0, 0, 1])
    assert_array_equal(regions.patterns[order], [[0, 1, 1], [0, 1, 0], [1, 0, 0], [1, 0, 1]])


def test_an_affine_network_is_one_tile() -> None:
    network = Network.random([2, 5, 3], "identity", 0, bias_scale=1.0)
    regions = linear_regions(network, WINDOW)
    assert len(regions.polygons) == 1
    assert regions.patterns.shape == (1, 0)
    assert_allclose(regions.weights[0], network.layers[0].weights @ network.layers[1].weights)


@pytest.mark.parametrize("window", [(1e6, 1e6 + 1, -1, 1), (-1e-9, 1e-9, -1e9, 1e9)])
def test_windows_far_away_and_stretched(window: Window) -> None:
    x0, x1, y0, y1 = window
    rng = np.random.default_rng(3)
    # Lines through the window's middle part: draw them in a unit square, then map them out.
    W, b = rng.normal(size=(2, 8)), rng.normal(size=8) / 3
    W_out = W / np.array([[x1 - x0], [y1 - y0]])
    b_out = b - np.array([(x0 + x1) / 2, (y0 + y1) / 2]) @ W_out
    plain = linear_regions(Network([Layer(W, b, "relu")]), (-0.5, 0.5, -0.5, 0.5))
    mapped = linear_regions(Network([Layer(W_out, b_out, "relu")]), window)
    assert len(plain.polygons) == len(mapped.polygons) > 10
    check_mosaic(mapped, window)


# --- many tiles: blocks ---------------------------------------------------------------------


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every mosaic of more than 5 tiles go on in blocks of 3 at most."""
    monkeypatch.setattr("core.polygons.MANY", 5)
    monkeypatch.setattr("core.polygons.BLOCK", 3)


@pytest.mark.parametrize("seed", range(20))
def test_blocks_make_the_same_tiles(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network.random([2, 9, 2, 4, 1], BENT[seed % len(BENT)], seed, bias_scale=0.5)
    whole = linear_regions(network, WINDOW)
    monkeypatch.setattr("core.polygons.MANY", 5)
    monkeypatch.setattr("core.polygons.BLOCK", 3)
    blocks = linear_regions(network, WINDOW)
    check_mosaic(blocks, WINDOW)
    orders = [np.lexsort(regions.patterns.T) for regions in (whole, blocks)]
    assert_array_equal(blocks.patterns[orders[1]], whole.patterns[orders[0]])
    for i, j in zip(*orders, strict=True):
        assert len(blocks.polygons[j]) == len(whole.polygons[i])
        assert_allclose(signed_area(blocks.polygons[j]), signed_area(whole.polygons[i]), atol=1e-12)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("offset", [1e-16, 1e-15, 3e-15, 1e-14, 3e-14, 1e-13])
def test_in_blocks_too_lines_that_nearly_meet_leave_no_edge_without_its_neighbour(
    offset: float,
) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        angles = rng.uniform(0, 2 * np.pi, 12)
        W = np.array([np.cos(angles), np.sin(angles)]) * rng.uniform(0.5, 2, 12)
        bias = offset * rng.normal(size=12) - rng.uniform(-0.5, 0.5, 2) @ W
        check_mosaic(
            linear_regions(Network([Layer(W, bias, "relu")]), (-1, 1, -1, 1)), (-1, 1, -1, 1)
        )


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("half", [1e10, 1e12, 1e13, 1e14, 1e16])
def test_in_blocks_too_huge_windows_leave_no_edge_without_its_neighbour(half: float) -> None:
    window = (-half, half, -half, half)
    for seed in range(10):
        network = Network.random((2, 20, 1), "relu", seed, bias_scale=1.0)
        check_mosaic(linear_regions(network, window), window)


# --- one input ------------------------------------------------------------------------------


def test_a_tent_in_one_dimension_by_hand() -> None:
    # relu(x) - 2 relu(x - 1): flat, up with slope 1, down with slope -1 from x = 1 on.
    network = Network([Layer([[1, 1]], [0, -1], "relu"), Layer([[1], [-2]], [0])])
    intervals = linear_intervals(network, (-1, 3))
    assert_array_equal(intervals.edges, [-1, 0, 1, 3])
    assert_array_equal(intervals.weights[:, 0, 0], [0, 1, -1])
    assert_array_equal(intervals.biases[:, 0], [0, 0, 2])
    assert_array_equal(intervals.patterns, [[0, 0], [1, 0], [1, 1]])


@pytest.mark.parametrize("seed", range(30))
def test_random_networks_in_one_dimension(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = Network.random([1, 7, 7, 2], BENT[seed % len(BENT)], rng, bias_scale=1.0)
    intervals = linear_intervals(network, (-4, 5))
    assert (np.diff(intervals.edges) > 0).all()
    assert_array_equal(intervals.edges[[0, -1]], [-4, 5])
    assert (intervals.patterns[1:] != intervals.patterns[:-1]).any(axis=1).all()
    share = rng.uniform(0.01, 0.99, len(intervals.biases))
    points = intervals.edges[:-1] + share * np.diff(intervals.edges)
    found = points[:, None] * intervals.weights[:, 0] + intervals.biases
    assert_allclose(found, network.forward(points[:, None]).output, atol=1e-10)


# --- the local map --------------------------------------------------------------------------


@pytest.mark.parametrize("activation", STRAIGHT)
def test_local_affine_with_many_inputs(activation: str) -> None:
    rng = np.random.default_rng(5)
    network = Network.random([30, 12, 9, 4], activation, rng, bias_scale=1.0)
    x = rng.normal(size=30)
    weights, bias = local_affine(network, x)
    assert weights.shape == (30, 4)
    nearby = x + 1e-7 * rng.normal(size=(6, 30))
    assert_allclose(nearby @ weights + bias, network.forward(nearby).output, atol=1e-12)


def test_local_affine_equals_the_gradient_pytorch_finds() -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    network = Network.random([3, 8, 8, 1], "relu", rng, bias_scale=1.0)
    x = rng.normal(size=3)
    inputs = torch.tensor(x, requires_grad=True)
    a = inputs
    for layer in network.layers:
        a = a @ torch.tensor(layer.weights) + torch.tensor(layer.bias)
        a = torch.relu(a) if layer.activation.name == "relu" else a
    a.backward()
    assert_allclose(local_affine(network, x)[0][:, 0], inputs.grad.numpy(), atol=1e-13)


def test_on_a_corner_the_piece_on_the_left_counts() -> None:
    weights, bias = local_affine(Network([Layer([[1.0]], [0.0], "relu")]), [0.0])
    assert (weights[0, 0], bias[0]) == (0.0, 0.0)


def test_a_float32_network_gets_float64_maps() -> None:
    layer = Layer(np.ones((2, 3), np.float32), np.zeros(3, np.float32), "relu")
    regions = linear_regions(Network([layer]), WINDOW)
    assert regions.weights.dtype == np.float64
    assert len(regions.polygons) == 2


# --- bad arguments --------------------------------------------------------------------------


@pytest.mark.parametrize("activation", CURVED)
def test_a_curved_layer_is_named(activation: str) -> None:
    network = Network([Layer(np.ones((2, 2)), [0, 0]), Layer(np.ones((2, 1)), [0], activation)])
    message = f"layer 2 is curved, got '{activation}'"
    with pytest.raises(ValueError, match=message):
        linear_regions(network, WINDOW)
    with pytest.raises(ValueError, match=message):
        local_affine(network, [0, 0])


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ((0, 1, 0), r"bounds must have shape \(4,\), got \(3,\)"),
        ((0, 1, 0, float("nan")), "bounds must be finite numbers, got nan"),
        ((1, 0, 0, 1), "bounds must run from smaller to larger"),
        ((0, 1, 2, 2), "bounds must run from smaller to larger"),
        ((-1e300, 1e300, 0, 1), r"bounds must lie within ±1e\+150"),
        ("window", "bounds must be numbers, got 'window'"),
    ],
)
def test_bad_bounds(bounds: Window, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        linear_regions(Network.random([2, 3, 1]), bounds)


def test_bad_networks_and_points() -> None:
    with pytest.raises(ValueError, match=r"network must have 2 input\(s\), got 3"):
        linear_regions(Network.random([3, 4, 1]), WINDOW)
    with pytest.raises(ValueError, match=r"network must have 1 input\(s\), got 2"):
        linear_intervals(Network.random([2, 4, 1]), (0, 1))
    with pytest.raises(ValueError, match=r"x must have shape \(2,\), got \(3,\)"):
        local_affine(Network.random([2, 4, 1]), [0, 0, 0])
    with pytest.raises(ValueError, match="x must be finite numbers, got inf"):
        local_affine(Network.random([2, 4, 1]), [0, np.inf])


def test_numbers_too_large_are_refused_and_not_warned_about() -> None:
    network = Network([Layer(np.full((2, 2), 1e200), [0, 0], "relu")] * 2)
    with pytest.raises(ValueError, match="too large in layer 2"):
        linear_regions(network, WINDOW)
    with pytest.raises(ValueError, match="too large in layer 2"):
        local_affine(network, [1, 1])


def test_whatever_the_scale_numbers_are_right_or_refused() -> None:
    """Weights and biases up to 1e300: never a bare warning, which would be an error here."""
    refused: list[str] = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        sizes = (1, *rng.integers(1, 6, rng.integers(1, 4)), 1)
        layers = []
        for before, after in pairwise(sizes):
            scale, shift = 10.0 ** rng.uniform(0, 300, 2)
            weights, bias = rng.normal(size=(before, after)), rng.normal(size=after)
            layers.append(Layer(weights * scale, bias * shift, "relu"))
        try:
            linear_intervals(Network(layers), (-1.0, 1.0))
        except ValueError as error:
            refused.append(str(error))
    assert 0 < len(refused) < 400
    assert all("within float64" in said for said in refused)
