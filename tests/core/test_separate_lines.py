"""The best separate lines: a broken line by hand, and as good as trying everything."""

from itertools import combinations

import numpy as np
import pytest

from core.separate_lines import separate_lines


def test_two_lines_with_a_jump_break_at_the_jump() -> None:
    x = np.arange(6.0)
    y = np.array([0.0, 1.0, 2.0, 9.0, 8.0, 7.0])
    breaks, error = separate_lines(x, y, 2)
    np.testing.assert_array_equal(breaks, [2.5])
    assert error < 1e-6


@pytest.mark.parametrize("n_lines", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_no_choice_of_breaks_is_better(n_lines: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = np.sort(rng.normal(size=9)), rng.normal(size=9)

    def squares(run: slice) -> float:
        columns = np.column_stack([x[run], np.ones_like(x[run])])
        return float(np.sum((columns @ np.linalg.lstsq(columns, y[run])[0] - y[run]) ** 2))

    tried = [
        sum(squares(slice(i, j)) for i, j in zip((0, *places), (*places, 9), strict=True))
        for places in combinations(range(1, 9), n_lines - 1)
    ]
    breaks, error = separate_lines(x, y, n_lines)
    assert breaks.shape == (n_lines - 1,)
    assert error**2 * 9 == pytest.approx(min(tried), abs=1e-9)
