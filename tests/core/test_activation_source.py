"""Each activation's NumPy source, run on its own: the same numbers to the last bit."""

import math

import numpy as np
import pytest

from core.activation_source import HELPERS, needs_math, numpy_functions, numpy_source
from core.activations import ACTIVATIONS


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_source_runs_by_itself_and_gives_the_same_bits(name: str) -> None:
    names: dict[str, object] = {"np": np}
    if needs_math(name):
        names["math"] = math
    exec(numpy_source(name), names)  # noqa: S102 - our own source
    function = names[name]
    assert callable(function)
    z = np.concatenate([np.linspace(-40, 40, 1601), [-0.0, 1e-300, 700.0, -700.0, 1e300]])
    with np.errstate(all="ignore"):
        found = np.asarray(function(z))
    assert found.tobytes() == ACTIVATIONS[name].value(z).tobytes()


def test_the_identity_is_written_out_too() -> None:
    assert numpy_source("identity") == "def identity(z):\n    return z"


def test_a_function_comes_after_those_it_calls() -> None:
    assert list(numpy_functions(["silu"])) == ["sigmoid", "silu"]
    # One that several call is written once, where it is first needed.
    assert list(numpy_functions(["silu", "relu", "quick_gelu"])) == [
        "sigmoid", "silu", "relu", "quick_gelu",
    ]  # fmt: skip
    assert list(numpy_functions(["selu"])) == ["finite", "selu"]
    # A call in a comment is not a call, nor is a method of the same name.
    assert list(numpy_functions(["mish"])) == ["mish"]
    assert list(numpy_functions(["tanh"])) == ["tanh"]


def test_no_helper_has_the_name_of_an_activation() -> None:
    assert not set(HELPERS) & set(ACTIVATIONS)


def test_math_is_asked_for_where_it_is_used() -> None:
    assert needs_math("gelu")
    assert not needs_math("silu")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    for call in (numpy_source, needs_math):
        with pytest.raises(ValueError, match=r"activation must be one of identity, .*; got 'x'"):
            call("x")
    with pytest.raises(ValueError, match=r"activation must be one of .*; got 'finite'"):
        numpy_functions(["finite"])
