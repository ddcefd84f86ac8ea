"""Matrices with brackets, and the signs between them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from figures.scene import Block, Matrices


def matrix(name: str, values: ArrayLike, *, role: str) -> Block:
    """A matrix, or a vector as one row.

    Parameters
    ----------
    name : str
        Key of its letter in the lesson's labels of this part.
    values : array_like, shape (n_rows, n_columns) or (n_columns,)
    role : str
        Which colour it has.

    Returns
    -------
    Block
    """
    return Block(name, np.atleast_2d(np.asarray(values, dtype=float)), role)


def product(*factors: Block) -> list[Block | str]:
    """Set a sign of multiplication between matrices, for a part made by `row`.

    Parameters
    ----------
    *factors : Block

    Returns
    -------
    list of Block or str
    """
    return [each for factor in factors for each in ("·", factor)][1:]


def row(*blocks: Block | str | Iterable[Block | str], digits: int = 2) -> Matrices:
    """Set matrices beside each other.

    Parameters
    ----------
    *blocks : Block, str, or iterable of these
        A text is a sign: ``"·"``, ``"="``.
    digits : int
        Decimals shown.

    Returns
    -------
    Matrices
    """
    each = [
        one for block in blocks for one in ((block,) if isinstance(block, (Block, str)) else block)
    ]
    return Matrices(tuple(Block(one) if isinstance(one, str) else one for one in each), digits)
