"""What is measured on an activation's curve, against what its formula says."""

import math

import pytest

from core.activation_shape import activation_shape
from core.activations import ACTIVATIONS

# Those whose shape was worked out on paper. A new activation need not be added here.
WORKED_OUT = {
    "identity", "step", "relu", "leaky_relu", "elu", "selu", "celu", "gelu", "gelu_tanh",
    "sigmoid", "tanh", "softplus", "softsign", "silu", "mish", "hard_sigmoid", "hard_tanh",
    "hard_swish", "relu6", "log_sigmoid", "arctan", "gaussian", "sin", "squared_relu",
    "tanh_shrink", "quick_gelu",
}  # fmt: skip


def names_where(what: str) -> set[str]:
    return {name for name in WORKED_OUT if getattr(activation_shape(name), what)}


def test_the_identity_alone_is_one_straight_line() -> None:
    one = {name for name in ACTIVATIONS if activation_shape(name).straight_pieces == 1}
    assert one == {"identity"}


def test_straight_pieces() -> None:
    # max(0, z) changes its slope once; min(6, max(0, z)) twice.
    assert activation_shape("relu").straight_pieces == 2
    assert activation_shape("relu6").straight_pieces == 3
    assert activation_shape("sigmoid").straight_pieces == 0


def test_only_the_step_jumps() -> None:
    assert names_where("jumps") == {"step"}


def test_which_turn_the_order_round() -> None:
    turns = WORKED_OUT - names_where("keeps_order")
    assert turns == {
        "gelu", "gelu_tanh", "quick_gelu", "silu", "mish", "hard_swish", "gaussian", "sin",
    }  # fmt: skip


def test_which_are_odd() -> None:
    assert names_where("is_balanced") == {
        "identity", "tanh", "softsign", "hard_tanh", "arctan", "sin", "tanh_shrink",
    }  # fmt: skip


def test_where_they_are_flat() -> None:
    both = {"step", "sigmoid", "tanh", "softsign", "hard_sigmoid", "hard_tanh", "relu6", "arctan",
            "gaussian"}  # fmt: skip
    assert names_where("flat_left") & names_where("flat_right") == both
    assert names_where("flat_right") - both == {"log_sigmoid"}
    neither = WORKED_OUT - names_where("flat_left") - names_where("flat_right")
    assert neither == {"identity", "leaky_relu", "sin", "tanh_shrink"}


@pytest.mark.parametrize(
    ("name", "left", "right", "steepest"),
    [
        ("relu", 0.0, 1.0, 1.0),
        ("step", 0.0, 0.0, 0.0),
        ("sigmoid", 0.25, 0.25, 0.25),  # ½ · (1 − ½)
        ("selu", 1.0507009873554805 * 1.6732632423543773, 1.0507009873554805, 1.7580993408473766),
        # (z² + 3z) / 6 has the slope (2z + 3) / 6, which is 1.5 at z = 3
        ("hard_swish", 0.5, 0.5, 1.5),
        # 2z·e^(−z²) is steepest at z = 1/√2: √2 · e^(−½)
        ("gaussian", 0.0, 0.0, math.sqrt(2) * math.exp(-0.5)),
        ("squared_relu", 0.0, 0.0, math.inf),
        ("softplus", 0.5, 0.5, 1.0),  # reached only in the limit
    ],
)
def test_slopes(name: str, left: float, right: float, steepest: float) -> None:
    shape = activation_shape(name)
    assert shape.slope_left == pytest.approx(left, abs=1e-9)
    assert shape.slope_right == pytest.approx(right, abs=1e-9)
    assert shape.steepest == pytest.approx(steepest, rel=1e-5)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="activation must be one of"):
        activation_shape("rectifier")
