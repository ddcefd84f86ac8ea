"""Samples as columns, by hand."""

import numpy as np
import pytest

from core.network import Network
from core.training.samples import float_type, sample_table


def test_inputs_on_top_ones_below_targets_last() -> None:
    table = sample_table(
        [[1, 2], [3, 4], [5, 6]], [7, 8, 9], Network.random([2, 1]), "half_squared_error"
    )
    np.testing.assert_array_equal(table, [[1, 3, 5], [2, 4, 6], [1, 1, 1], [7, 8, 9]])
    assert table.dtype == np.float64


def test_names_in_errors_carry_the_suffix() -> None:
    network = Network.random([2, 1])
    with pytest.raises(ValueError, match=r"X_test must have shape \(n_samples, 2\), got \(1, 1\)"):
        sample_table([[1]], [1], network, "half_squared_error", suffix="_test")
    with pytest.raises(ValueError, match="X_test and y_test must fit into float32, got 1e\\+300"):
        sample_table([[1, 1]], [1e300], network, "half_squared_error", np.float32, "_test")


@pytest.mark.parametrize("dtype", [np.float32, "float32", np.dtype("float32")])
def test_every_way_to_say_float32(dtype: object) -> None:
    assert float_type(dtype) == np.float32  # type: ignore[arg-type]


@pytest.mark.parametrize("dtype", ["int32", int, None, [1, 2], np.array([1.0, 2.0])])
def test_no_other_precision(dtype: object) -> None:
    with pytest.raises(ValueError, match="dtype must be float64 or float32, got"):
        float_type(dtype)  # type: ignore[arg-type]
