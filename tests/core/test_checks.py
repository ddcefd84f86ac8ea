"""What the checks let pass, and the words of the error for what they do not."""

from typing import Any

import numpy as np
import pytest

from core.checks import finite_array


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        ([1, 2], np.float64),
        ([1.0, 2.0], np.float64),
        (np.array([1, 2], dtype=np.float32), np.float32),
        (np.array([1, 2], dtype=np.float16), np.float64),
        (np.array([True, False]), np.float64),
    ],
)
def test_float32_is_kept_and_everything_else_becomes_float64(value: Any, dtype: Any) -> None:
    array = finite_array("weights", value)
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, np.asarray(value, dtype=float))


def test_what_comes_out_is_a_copy() -> None:
    given = np.array([1.0, 2.0])
    finite_array("weights", given)[0] = 9
    assert given[0] == 1


@pytest.mark.parametrize(
    ("value", "wanted", "message"),
    [
        ([1, 2], {"shape": (3,)}, r"weights must have shape \(3,\), got \(2,\)"),
        ([1, 2], {"ndim": 2}, r"weights must have 2 axes, got shape \(2,\)"),
        ([1, float("nan")], {}, r"weights must be finite numbers, got nan"),
        ([1, float("-inf")], {}, r"weights must be finite numbers, got -inf"),
        (["a", "b"], {}, r"weights must be numbers, got \['a', 'b'\]"),
        (["1", "2"], {}, r"weights must be numbers, got \['1', '2'\]"),
        ([1 + 2j], {}, r"weights must be numbers, got \[\(1\+2j\)\]"),
        ([[1, 2], [3]], {}, r"weights must be numbers, got \[\[1, 2\], \[3\]\]"),
        ([None], {}, r"weights must be "),
        ({"a": 1}, {}, r"weights must be numbers, got \{'a': 1\}"),
        (10**400, {}, r"weights must be numbers, got 1000"),
        (np.datetime64("2020"), {}, r"weights must be numbers, got "),
    ],
)
def test_the_error_says_what_came_and_what_was_wanted(
    value: Any, wanted: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        finite_array("weights", value, **wanted)


def test_a_long_argument_is_cut_short_in_the_error() -> None:
    with pytest.raises(ValueError, match="weights must be numbers") as caught:
        finite_array("weights", ["x" * 10_000])
    assert len(str(caught.value)) < 150
