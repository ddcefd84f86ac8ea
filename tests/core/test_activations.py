"""Activations: by hand, against PyTorch, against fifty-digit arithmetic, and at the extremes."""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpf

from core.activations import ACTIVATIONS, Array, activation_named

NAMES = sorted(ACTIVATIONS)

every_activation = pytest.mark.parametrize("name", NAMES)
every_float = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def test_the_table_holds_what_the_lessons_name() -> None:
    assert set(ACTIVATIONS) >= {
        "identity", "step", "relu", "leaky_relu", "elu", "selu", "celu", "gelu", "gelu_tanh",
        "sigmoid", "tanh", "softplus", "softsign", "silu", "mish", "hard_sigmoid", "hard_tanh",
        "hard_swish", "relu6", "log_sigmoid", "arctan", "gaussian", "sin", "squared_relu",
        "tanh_shrink", "quick_gelu",
    }  # fmt: skip
    labels = [entry.label for entry in ACTIVATIONS.values()]
    assert len(set(labels)) == len(labels)
    for name, entry in ACTIVATIONS.items():
        assert entry.name == name
        assert entry.label
        assert entry.latex
        assert entry.source
        assert list(entry.corners) == sorted(entry.corners)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    assert activation_named("relu") is ACTIVATIONS["relu"]
    with pytest.raises(ValueError, match=r"activation must be one of identity, .*; got 'rleu'"):
        activation_named("rleu")


# --- by hand --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "z", "value", "derivative"),
    [
        ("identity", 0.7, 0.7, 1),
        ("step", 0.7, 1, 0),
        ("step", -0.7, 0, 0),
        ("step", 0.0, 0, 0),  # "z > 0": on the boundary itself it is still silent
        ("relu", 0.7, 0.7, 1),
        ("relu", -2.0, 0, 0),
        ("leaky_relu", -2.0, -0.02, 0.01),  # 0.01 · -2
        ("elu", -1.0, 1 / math.e - 1, 1 / math.e),
        ("selu", 2.0, 2.1014019747, 1.0507009874),  # 1.0507009874 · 2
        ("gelu", 1.0, 0.8413447461, 1.0833154706),  # Φ(1) = 0.8413447; Φ(1) + φ(1), φ = 0.2419707
        ("sigmoid", 0.0, 0.5, 0.25),  # 1 / (1 + 1), and ½ · (1 - ½)
        ("sigmoid", math.log(3), 0.75, 0.1875),  # 1 / (1 + 1/3), and ¾ · ¼
        ("tanh", math.log(2), 0.6, 0.64),  # (2 - ½) / (2 + ½), and 1 - 0.36
        ("softplus", 0.0, math.log(2), 0.5),
        ("softsign", 3.0, 0.75, 0.0625),  # 3 / 4, and 1 / 4²
        ("silu", math.log(3), 0.75 * math.log(3), 0.75 + 0.1875 * math.log(3)),
        ("mish", 0.0, 0, 0.6),  # tanh(ln 2) = 0.6 is the slope at 0
        ("hard_sigmoid", 1.5, 0.75, 1 / 6),  # 1.5 / 6 + 0.5
        ("hard_tanh", -0.3, -0.3, 1),
        ("hard_swish", 1.0, 2 / 3, 5 / 6),  # 1 · 4/6, and (2 · 1 + 3) / 6
        ("relu6", 8.0, 6, 0),
        ("log_sigmoid", 0.0, -math.log(2), 0.5),
        ("arctan", 1.0, math.pi / 4, 0.5),
        ("gaussian", 1.0, 1 / math.e, -2 / math.e),
        ("sin", math.pi / 6, 0.5, math.sqrt(3) / 2),
        ("squared_relu", 3.0, 9, 6),
        ("tanh_shrink", math.log(2), math.log(2) - 0.6, 0.36),
        ("quick_gelu", 0.0, 0, 0.5),
    ],
)
def test_by_hand(name: str, z: float, value: float, derivative: float) -> None:
    assert ACTIVATIONS[name].value(z) == pytest.approx(value, rel=1e-9, abs=1e-15)
    assert ACTIVATIONS[name].derivative(z) == pytest.approx(derivative, rel=1e-9, abs=1e-15)


def test_celu_and_elu_are_one_function() -> None:
    z = np.linspace(-30, 30, 601)
    np.testing.assert_array_equal(ACTIVATIONS["celu"].value(z), ACTIVATIONS["elu"].value(z))
    np.testing.assert_array_equal(
        ACTIVATIONS["celu"].derivative(z), ACTIVATIONS["elu"].derivative(z)
    )


# --- any shape, both float types, every finite number ----------------------------------------


@every_activation
@every_float
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 4)])
def test_shape_and_type_are_kept(name: str, dtype: Any, shape: tuple[int, ...]) -> None:
    z = np.linspace(-4, 4, math.prod(shape), dtype=dtype).reshape(shape)
    before = z.copy()
    for result in (ACTIVATIONS[name].value(z), ACTIVATIONS[name].derivative(z)):
        assert isinstance(result, np.ndarray)
        assert result.shape == shape
        assert result.dtype == dtype
        assert not np.shares_memory(result, z)
    np.testing.assert_array_equal(z, before)


@every_activation
def test_integers_and_lists_are_read_as_float64(name: str) -> None:
    for method in (ACTIVATIONS[name].value, ACTIVATIONS[name].derivative):
        assert method([-1, 2]).dtype == np.float64
        np.testing.assert_array_equal(method([-1, 2]), method(np.array([-1.0, 2.0])))


def assert_finite_and_silent(name: str, z: Array) -> None:
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(ACTIVATIONS[name].value(z)).all()
        assert np.isfinite(ACTIVATIONS[name].derivative(z)).all()


@every_activation
@every_float
def test_finite_at_the_extremes(name: str, dtype: Any) -> None:
    limits = np.finfo(dtype)
    # Every power of two of the type, its subnormals among them, and their neighbours.
    powers = np.ldexp(dtype(1), np.arange(limits.minexp - limits.nmant, limits.maxexp))
    ends = [limits.max, limits.tiny, limits.smallest_subnormal, 0, 88.7, 709.8, 745.2, 1e4]
    z = np.concatenate([powers, np.nextafter(powers, dtype(0)), np.array(ends, dtype=dtype)])
    assert_finite_and_silent(name, np.concatenate([z, -z]))


@given(
    name=st.sampled_from(NAMES),
    width=st.sampled_from([32, 64]),
    data=st.data(),
)
def test_finite_and_silent_for_every_finite_number(
    name: str, width: Any, data: st.DataObject
) -> None:
    floats = st.floats(allow_nan=False, allow_infinity=False, width=width)
    z = np.array(
        data.draw(st.lists(floats, max_size=8)), dtype=np.float32 if width == 32 else float
    )
    assert_finite_and_silent(name, z)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_too_large_for_the_type_is_its_largest_number(dtype: Any) -> None:
    largest = np.finfo(dtype).max
    assert ACTIVATIONS["squared_relu"].value(dtype(largest)) == largest
    assert ACTIVATIONS["selu"].value(dtype(largest)) == largest


# --- against PyTorch ------------------------------------------------------------------------

# PyTorch computes the slope of this one with a sixth in float32.
TORCH_SLOPE_ROUNDING = {"hard_sigmoid": 1e-8}


@every_activation
def test_value_and_derivative_agree_with_their_spelling_in_pytorch(name: str) -> None:
    entry = ACTIVATIONS[name]
    # Outside a torch.nn.Sequential a bare function does, so `Function` need not wrap it.
    module = eval(entry.pytorch, {"torch": torch, "Function": lambda f: f})  # noqa: S307 - our own
    z = np.concatenate([np.linspace(-12, 12, 481) + 0.013, [-1e4, -300.0, 300.0, 1e4]])
    tensor = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    value = module(tensor)
    np.testing.assert_allclose(entry.value(z), value.detach().numpy(), rtol=1e-12, atol=1e-14)
    slope = np.zeros_like(z)
    if value.requires_grad:  # a jump has no slope that PyTorch could follow back
        value.sum().backward()
        slope = tensor.grad.numpy()
    atol = TORCH_SLOPE_ROUNDING.get(name, 1e-14)
    np.testing.assert_allclose(entry.derivative(z), slope, rtol=1e-12, atol=atol)


# --- against many digits --------------------------------------------------------------------


def relu(z: Any) -> Any:
    return max(z, mpf(0))


def clip(z: Any, low: float, high: float) -> Any:
    return min(max(z, mpf(low)), mpf(high))


def logistic(z: Any) -> Any:
    return 1 / (1 + mpmath.exp(-z))


def softplus(z: Any) -> Any:
    return relu(z) + mpmath.log1p(mpmath.exp(-abs(z)))


SELU_SCALE = "1.0507009873554804934193349852946"
SELU_ALPHA = "1.6732632423543772848170429916717"

# The definitions, as a paper writes them. An activation that is not listed here is held to its
# spelling in PyTorch and to central differences alone; one whose digits may cancel belongs here.
EXACT: dict[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "step": lambda z: mpf(1 if z > 0 else 0),
    "relu": relu,
    "leaky_relu": lambda z: max(z, z / 100),
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
    "selu": lambda z: mpf(SELU_SCALE) * (z if z > 0 else mpf(SELU_ALPHA) * mpmath.expm1(z)),
    "celu": lambda z: relu(z) + min(mpf(0), mpmath.expm1(z)),
    "gelu": lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "gelu_tanh": lambda z: (
        z / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (z + mpf("0.044715") * z**3)))
    ),
    "sigmoid": logistic,
    "tanh": mpmath.tanh,
    "softplus": softplus,
    "softsign": lambda z: z / (1 + abs(z)),
    "silu": lambda z: z * logistic(z),
    "mish": lambda z: z * mpmath.tanh(softplus(z)),
    "hard_sigmoid": lambda z: clip((z + 3) / 6, 0, 1),
    "hard_tanh": lambda z: clip(z, -1, 1),
    "hard_swish": lambda z: z * clip((z + 3) / 6, 0, 1),
    "relu6": lambda z: clip(z, 0, 6),
    "log_sigmoid": lambda z: -softplus(-z),
    "arctan": mpmath.atan,
    "gaussian": lambda z: mpmath.exp(-z * z),
    "sin": mpmath.sin,
    "squared_relu": lambda z: relu(z) ** 2,
    "tanh_shrink": lambda z: z - mpmath.tanh(z),
    "quick_gelu": lambda z: z * logistic(mpf("1.702") * z),
}

# Tiny, ordinary, beside the corners at 1, 3 and 6, where exp runs out of digits, and far out.
SIZES = [
    1e-300, 1e-20, 1e-8, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.49, 0.7, 0.9999999, 1.0000001, 1.5, 2.0, 2.5,
    2.9999999, 3.0000001, 3.1415926, 5.0, 5.9999999, 6.0000001, 7.5, 10.0, 15.0, 20.0, 26.0, 30.0,
    36.0, 38.2, 50.0, 100.0, 355.0, 700.0, 744.0, 1000.0, 1e4,
]  # fmt: skip
POINTS = [sign * size for size in SIZES for sign in (-1, 1)]


every_exact_one = pytest.mark.parametrize("name", sorted(EXACT))


def test_exact_definitions_are_of_activations_that_exist() -> None:
    assert set(EXACT) <= set(ACTIVATIONS)


def assert_exact(got: Array, wanted: list[Any]) -> None:
    """Thirteen digits; below the smallest normal number fewer are possible."""
    for z, g, w in zip(POINTS, got.tolist(), wanted, strict=True):
        error = abs(mpf(g) - w)
        assert error <= 2e-13 * abs(w) + np.finfo(float).tiny, f"z={z}: {g}, wanted {float(w)}"


@every_exact_one
def test_value_is_exact(name: str) -> None:
    with mpmath.workdps(420):  # 1e-308 beside 1 needs 308 digits, and its tail some more
        wanted = [EXACT[name](mpf(z)) for z in POINTS]
        assert_exact(ACTIVATIONS[name].value(POINTS), wanted)


@every_exact_one
def test_derivative_is_exact(name: str) -> None:
    with mpmath.workdps(420):
        # A short step, or it would reach across the corner at 0 from the smallest point, 1e-300.
        wanted = [mpmath.diff(EXACT[name], mpf(z), h=mpf("1e-330")) for z in POINTS]
        assert_exact(ACTIVATIONS[name].derivative(POINTS), wanted)


@every_activation
def test_float32_gives_the_same_numbers(name: str) -> None:
    z = np.linspace(-9, 9, 361, dtype=np.float32)
    for method in (ACTIVATIONS[name].value, ACTIVATIONS[name].derivative):
        np.testing.assert_allclose(method(z), method(z.astype(float)), rtol=2e-5, atol=1e-6)


# --- the derivative is the slope --------------------------------------------------------------


@given(name=st.sampled_from(NAMES), z=st.floats(-20, 20))
def test_derivative_is_the_central_difference(name: str, z: float) -> None:
    activation, h = ACTIVATIONS[name], 1e-6
    if any(abs(z - corner) <= 2 * h for corner in activation.corners):
        return
    above, below = activation.value(z + h), activation.value(z - h)
    slope = (above - below) / ((z + h) - (z - h))
    # Where the slope itself has a corner (ELU at 0), the difference is off by h / 4.
    tolerance = 1e-6 * (1 + abs(float(above)))
    assert activation.derivative(z) == pytest.approx(float(slope), abs=tolerance)


# --- what the table says about each -----------------------------------------------------------

FAR = np.concatenate([np.linspace(-40, 40, 80001), [-1e300, -1e12, 1e12, 1e300]])


@every_activation
def test_lower_and_upper_are_the_infimum_and_the_supremum(name: str) -> None:
    activation = ACTIVATIONS[name]
    values = activation.value(FAR)
    for bound, extreme in ((activation.lower, values.min()), (activation.upper, values.max())):
        if math.isinf(bound):
            # Some grow as slowly as z itself, the leaky piece a hundred times slower.
            assert extreme * math.copysign(1, bound) > 1e9
        else:
            assert extreme == pytest.approx(bound, abs=1e-7)
    assert values.min() >= activation.lower - 1e-15
    assert values.max() <= activation.upper + 1e-15


@pytest.mark.parametrize("name", ["gelu", "gelu_tanh", "silu", "mish", "quick_gelu"])
def test_the_bottom_of_the_dip_is_known_to_the_last_digit(name: str) -> None:
    with mpmath.workdps(50):
        bottom = mpmath.findroot(lambda z: mpmath.diff(EXACT[name], z), -0.9)
        assert ACTIVATIONS[name].lower == pytest.approx(
            float(EXACT[name](bottom)), rel=1e-15, abs=0
        )


@every_activation
def test_there_is_a_corner_at_every_corner(name: str) -> None:
    activation = ACTIVATIONS[name]
    for corner in activation.corners:
        left, right = corner - 1e-9, corner + 1e-9
        bends = abs(activation.derivative(right) - activation.derivative(left)) > 0.1
        jumps = abs(activation.value(right) - activation.value(left)) > 0.1
        assert bends or jumps
        assert activation.derivative(corner) == pytest.approx(
            float(activation.derivative(left)), abs=1e-8
        )


@every_activation
def test_there_is_no_corner_anywhere_else(name: str) -> None:
    activation = ACTIVATIONS[name]
    z = np.linspace(-12, 12, 24001) + 3.7e-4
    between = np.ones(z.size - 1, dtype=bool)
    for corner in activation.corners:
        between &= ~((z[:-1] <= corner) & (corner <= z[1:]))
    value_steps = np.abs(np.diff(activation.value(z)))[between]
    slope_steps = np.abs(np.diff(activation.derivative(z)))[between]
    # Steps of 0.001 times the steepest slope (24, squared ReLU) and the strongest bend (2).
    assert value_steps.max() < 0.03
    assert slope_steps.max() < 0.003
    assert activation.piecewise_linear == (slope_steps.max() == 0)
