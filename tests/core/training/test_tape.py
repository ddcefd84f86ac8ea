"""A tape plays what was recorded, in order, on whatever the arrays hold at that moment."""

import numpy as np
import pytest

from core.training.tape import Tape, constant


def test_calls_are_played_in_order_on_the_numbers_there_are_then() -> None:
    a, tape = np.array([1.0, 2.0]), Tape()
    tape.record(np.multiply, a, constant(2, a), a)
    tape.record(np.add, a, constant(1, a), out=a)
    np.testing.assert_array_equal(a, [1, 2])  # recording alone does nothing
    tape.play()
    np.testing.assert_array_equal(a, [3, 5])  # 2 · 1 + 1 and 2 · 2 + 1
    a[:] = [0, 10]
    tape.play()
    np.testing.assert_array_equal(a, [1, 21])


@pytest.mark.parametrize(
    ("left", "right"), [((2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)), ((5, 2, 3), (3, 4))]
)
def test_products_with_and_without_a_leading_axis(
    left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    rng, tape = np.random.default_rng(0), Tape()
    a, b = rng.normal(size=left), rng.normal(size=right)
    out = np.empty((*left[:-1], 4))
    tape.record_product(a, b, out)
    tape.play()
    np.testing.assert_allclose(out, a @ b, rtol=1e-14)


def test_a_constant_has_the_type_of_its_array() -> None:
    assert constant(0.1, np.empty(3, np.float32)).dtype == np.float32
    assert constant(0.1, np.empty(3)) == 0.1
