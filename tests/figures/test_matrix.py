"""Matrices stand in a row, with the signs between them."""

import numpy as np
import pytest

from figures.matrix import matrix, product, row


@pytest.mark.parametrize(
    ("values", "shape"),
    [([[1, 2], [3, 4]], (2, 2)), ([1, 2, 3], (1, 3)), ([[1], [2]], (2, 1)), (np.eye(3), (3, 3))],
)
def test_a_vector_is_one_row(values: object, shape: tuple[int, int]) -> None:
    """Everything has two axes, and is a number."""
    block = matrix("A", np.asarray(values), role="weight")
    assert block.values is not None
    assert block.values.shape == shape
    assert block.values.dtype == np.float64
    assert (block.name, block.role) == ("A", "weight")
    np.testing.assert_array_equal(block.values, np.atleast_2d(np.asarray(values)))


def test_an_equation_of_matrices_by_hand() -> None:
    """A · B = C, from texts and matrices, alone or in lists, in their order."""
    a, b, c = (matrix(name, np.eye(2), role="weight") for name in "ABC")
    part = row(product(a, b), "=", c, digits=3)
    assert [block.name for block in part.blocks] == ["A", "·", "B", "=", "C"]
    assert [block.values is None for block in part.blocks] == [False, True, False, True, False]
    assert part.blocks[0] is a
    assert part.digits == 3


def test_a_sign_of_several_letters_stays_whole() -> None:
    """A text is iterable as well, and must not be taken apart."""
    assert [block.name for block in row("is not", matrix("A", [1.0], role="text")).blocks] == [
        "is not",
        "A",
    ]


def test_a_product_of_one_is_itself() -> None:
    """No sign without a second factor."""
    a = matrix("A", [1.0], role="text")
    assert product(a) == [a]
    assert product() == []
