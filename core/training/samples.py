"""Samples come in as rows; before training they are checked and turned into columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.activations import Array
from core.checks import finite_array
from core.network import Network
from core.training.losses import check_targets


def sample_table(
    X: ArrayLike,
    y: ArrayLike,
    network: Network,
    loss: str,
    dtype: DTypeLike = np.float64,
    suffix: str = "",
) -> Array:
    """Check samples against a network and stack them as columns.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_inputs)
    y : array_like, shape (n_samples, n_outputs), or (n_samples,) for one output
    network : Network
        Says how many inputs and outputs there must be.
    loss : str
        Key of `core.training.losses.LOSSES`; says what targets may be.
    dtype : numpy.float64 or numpy.float32
    suffix : str
        Added to the names X and y in errors: ``"_test"``.

    Returns
    -------
    ndarray, shape (n_inputs + 1 + n_outputs, n_samples)
        Inputs on top, a row of ones (which the biases multiply), targets below.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no sample, or a number is not finite or not a target.
    """
    n_inputs, n_outputs = network.sizes[0], network.sizes[-1]
    inputs = finite_array(f"X{suffix}", X)
    if inputs.ndim != 2 or inputs.shape[1] != n_inputs:
        raise ValueError(f"X{suffix} must have shape (n_samples, {n_inputs}), got {inputs.shape}")
    n_samples = len(inputs)
    if n_samples == 0:
        raise ValueError(f"X{suffix} must hold at least one sample, got shape {inputs.shape}")
    targets = finite_array(f"y{suffix}", y)
    if targets.ndim == 1 and n_outputs == 1:
        targets = targets[:, np.newaxis]
    if targets.shape != (n_samples, n_outputs):
        raise ValueError(f"y{suffix} must have shape {(n_samples, n_outputs)}, got {targets.shape}")
    check_targets(f"y{suffix}", targets, loss, network.layers[-1].activation.name)
    with np.errstate(over="ignore"):
        table = np.concatenate([inputs.T, np.ones((1, n_samples)), targets.T]).astype(dtype)
    if not np.isfinite(table).all():
        largest = max(np.abs(inputs).max(), np.abs(targets).max())
        raise ValueError(
            f"X{suffix} and y{suffix} must fit into {np.dtype(dtype)}, got {largest:g}"
        )
    return table


def float_type(dtype: DTypeLike) -> np.dtype[np.floating]:
    """Read the precision asked for.

    Raises
    ------
    ValueError
        If it is neither float64 nor float32.
    """
    if isinstance(dtype, (type, str, np.dtype)):  # NumPy itself reads None as float64
        for known in (np.float64, np.float32):
            if dtype in (known, np.dtype(known), known.__name__):
                return np.dtype(known)
    raise ValueError(f"dtype must be float64 or float32, got {dtype!r:.80}")
