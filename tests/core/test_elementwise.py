"""An activation outside the table: any function, made to take lists and both float types."""

import numpy as np

from core.elementwise import Activation, Array


def cube(z: Array) -> Array:
    return z * z * z


CUBE = Activation(
    name="cube",
    label="Cube",
    latex="z^3",
    lower=-np.inf,
    upper=np.inf,
    function=cube,
    slope=lambda z: 3 * z * z,
    numpy="return z * z * z",
    keras="lambda z: z * z * z",
    pytorch="Function(lambda z: z * z * z)",
    source="here",
)


def test_lists_integers_and_single_numbers_are_read_as_float64() -> None:
    np.testing.assert_array_equal(CUBE.value([1, -2]), [1.0, -8.0])
    assert CUBE.value(2).shape == ()
    assert CUBE.derivative(np.array([2], dtype=np.int8)).dtype == np.float64
    assert CUBE.derivative(np.float16(2)) == 12.0


def test_float32_is_kept_and_overflow_is_silent() -> None:
    z = np.array([2.0, 1e30], np.float32)
    assert CUBE.value(z).dtype == np.float32
    np.testing.assert_array_equal(CUBE.value(z), np.array([8.0, np.inf], np.float32))


def test_it_is_smooth_unless_it_says_otherwise() -> None:
    assert CUBE.corners == ()
    assert not CUBE.piecewise_linear
