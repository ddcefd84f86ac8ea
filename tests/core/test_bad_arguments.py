"""A wrong call raises an error that names the argument, its value, and what was wanted.

The modules' own tests hold the details. Here every public function and class is called wrongly at
least once, or is listed as one that only works on what another has checked.
"""

# mypy: disable-error-code="arg-type, list-item"

import importlib
import inspect
import pkgutil
from collections.abc import Callable

import numpy as np
import pytest

import core
from core import activation_source
from core.activation_shape import activation_shape
from core.activation_source import needs_math, numpy_functions
from core.activations import activation_named
from core.affine_maps import affine_maps, check_straight
from core.cart import fit_tree
from core.datasets import make_dataset
from core.export.jupyter import notebook
from core.export.source import keras_source, numpy_source, pytorch_source
from core.gradients import gradient_by_depth, gradient_norms
from core.hinges import fit_hinges, polyline_network
from core.hyperplane import measured_distance, mirrored_first_coordinate
from core.landscape import gradient_of, losses_at
from core.layer import Layer
from core.line import GeneralLine
from core.network import Network, collapse
from core.neuron import Neuron
from core.regions import linear_intervals, linear_regions, local_affine
from core.regression import descent_path, least_squares, loss_surface
from core.stack import bent, compare, gentle_layers, journey
from core.training import TrainingPlan, train, train_many
from core.training.losses import loss_for
from core.training.optimizers import optimizer_named
from core.training.parameters import network_with, parameters_of
from core.training.samples import float_type, sample_table
from core.trees import Leaf, predict, split_neuron, tree_network

NET = Network.random([2, 3, 1], "relu", 0)
X, Y = [[0.0, 1.0], [1.0, 0.0]], [0.0, 1.0]
RUN = {"epochs": 1, "batch_size": 1, "learning_rate": 0.1}

# The function, how it is called, and the error's words.
WRONG: list[tuple[Callable[..., object], Callable[[], object], str]] = [
    (
        activation_named,
        lambda: activation_named(["relu"]),
        r"activation must be one of .*got \['re",
    ),
    (activation_shape, lambda: activation_shape("bent"), "activation must be one of .*got 'bent'"),
    (bent, lambda: bent(NET.layers, "bent"), "activation must be one of .*got 'bent'"),
    (gentle_layers, lambda: gentle_layers(1.5, 0), "count must be a whole number .*got 1.5"),
    (journey, lambda: journey(NET.layers, "ab"), "X must be numbers, got 'ab'"),
    (compare, lambda: compare(NET.layers, "ab"), "X must be numbers, got 'ab'"),
    (
        affine_maps,
        lambda: affine_maps(Network([Layer([[1e200]], [0])] * 2), np.ones((1, 1))),
        "network must keep .* layer 2",
    ),
    (check_straight, lambda: check_straight("relu"), "network must be a Network, got 'relu'"),
    (collapse, lambda: collapse([1]), "layers must be a Layer, got 1"),
    (
        descent_path,
        lambda: descent_path(X, "ab", learning_rate=0.1, n_steps=1),
        "y must be numbers, got 'ab'",
    ),
    (
        fit_hinges,
        lambda: fit_hinges(range(9), range(9), 1.5),
        "n_hinges must be .*from 1 to 3, got 1.5",
    ),
    (
        fit_tree,
        lambda: fit_tree(X, Y, 1.5),
        "max_depth must be a whole number of at least 0, got 1.5",
    ),
    (float_type, lambda: float_type("half"), "dtype must be float64 or float32, got 'half'"),
    (GeneralLine, lambda: GeneralLine("steep", 1, 0), "m must be a finite number, got 'steep'"),
    (
        gradient_by_depth,
        lambda: gradient_by_depth("relu", "he", 10**9),
        "max_depth must be .*to 200",
    ),
    (gradient_norms, lambda: gradient_norms("relu", "he", True), "depth must be .*, got True"),
    (gradient_of, lambda: gradient_of("net", X, Y), "network must be a Network, got 'net'"),
    (keras_source, lambda: keras_source(None), "network must be a Network, got None"),
    (Layer, lambda: Layer([["a"]], [0]), r"weights must be numbers, got \[\['a'\]\]"),
    (Layer, lambda: Layer([[1]], [0]).forward("text"), "X must be numbers, got 'text'"),
    (least_squares, lambda: least_squares([], []), r"X must have 2 axes, got shape \(0,\)"),
    (linear_intervals, lambda: linear_intervals(3, (0, 1)), "network must be a Network, got 3"),
    (linear_regions, lambda: linear_regions(3, (0, 1, 0, 1)), "network must be a Network, got 3"),
    (local_affine, lambda: local_affine([], X[0]), r"network must be a Network, got \[\]"),
    (loss_for, lambda: loss_for(None, "relu", 1), "loss must be one of .*; got None"),
    (
        loss_surface,
        lambda: loss_surface([1], [1], [np.nan], [0]),
        "slopes must be finite numbers, got nan",
    ),
    (losses_at, lambda: losses_at(None, [[0.0]], X, Y), "network must be a Network, got None"),
    (make_dataset, lambda: make_dataset(["xor"]), r"name must be one of .*; got \['xor'\]"),
    (
        make_dataset,
        lambda: make_dataset("xor", noise=10**400),
        "noise must be a finite number of at",
    ),
    (measured_distance, lambda: measured_distance("w", X), "neuron must be a Neuron, got 'w'"),
    (
        measured_distance,
        lambda: measured_distance(Neuron([1], 0), X),
        r"X must have shape \(n_samples, 1\)",
    ),
    (Network, lambda: Network(["layer"]), "layers must be a Layer, got 'layer'"),
    (
        Network,
        lambda: Network.random([2, 1], rng="dice"),
        "rng must be a whole number .*got 'dice'",
    ),
    (Network, lambda: Network.random([2, 1], bias_scale=np.nan), "bias_scale must be .*got nan"),
    (Network, lambda: NET.forward("text"), "X must be numbers, got 'text'"),
    (
        network_with,
        lambda: network_with(NET, [1.0]),
        r"parameters must have shape \(13,\), got \(1,\)",
    ),
    (Neuron, lambda: Neuron([1], 0).output("text"), "X must be numbers, got 'text'"),
    (Neuron, lambda: Neuron([1], None), "bias must be "),
    (notebook, lambda: notebook("net"), "network must be a Network, got 'net'"),
    (needs_math, lambda: needs_math("bent"), "activation must be one of .*got 'bent'"),
    (numpy_functions, lambda: numpy_functions([1]), "activation must be one of .*got 1"),
    (
        activation_source.numpy_source,
        lambda: activation_source.numpy_source("bent"),
        "activation must be one of .*got 'bent'",
    ),
    (numpy_source, lambda: numpy_source("net"), "network must be a Network, got 'net'"),
    (optimizer_named, lambda: optimizer_named(0), "optimizer must be one of .*; got 0"),
    (parameters_of, lambda: parameters_of(7), "network must be a Network, got 7"),
    (
        polyline_network,
        lambda: polyline_network([0, 1], [0]),
        r"y must have shape \(2,\), got \(1,\)",
    ),
    (predict, lambda: predict(Leaf(1), [1, 2]), r"X must have 2 axes, got shape \(2,\)"),
    (pytorch_source, lambda: pytorch_source("net"), "network must be a Network, got 'net'"),
    (
        sample_table,
        lambda: sample_table([["a", "b"]], [1], NET, "cross_entropy"),
        "X must be numbers",
    ),
    (split_neuron, lambda: split_neuron(0.5, 0, 2), "feature must be .* from 0 to 1, got 0.5"),
    (split_neuron, lambda: split_neuron(0, "x", 2), "threshold must be a finite number, got 'x'"),
    (TrainingPlan, lambda: TrainingPlan(**RUN | {"l1": "x"}), "l1 must be .* at least 0, got 'x'"),
    (train, lambda: train(NET, X, Y, **RUN | {"epochs": None}), "epochs must be .*got None"),
    (train_many, lambda: train_many([NET, 1], X, Y, **RUN), "network must be a Network, got 1"),
    (tree_network, lambda: tree_network(Leaf(1), 0), "n_inputs must be .* at least 1, got 0"),
    (
        mirrored_first_coordinate,
        lambda: mirrored_first_coordinate([0, 0], X),
        "direction must not be 0.*got",
    ),
]

# These take arrays and objects of the core's own making, checked before.
INNER = {
    "core.activation_shape": {"around"},
    "core.affine_maps": {"finite", "straight_pieces"},
    "core.training.backpropagation": {"Objective", "Pass"},
    "core.bends": None,  # all: reached through `core.activations`
    "core.checks": None,  # all: they are the checks; test_checks
    "core.training.divergence": None,
    "core.elementwise": None,
    "core.training.engine": None,
    "core.export.source": {"float_type"},
    "core.hinges": {"xor_by_hand"},
    "core.training.history": None,
    "core.line": {"SlopeIntercept", "segment", "side", "window_corners"},
    "core.training.losses": {"Loss", "check_targets"},
    "core.training.optimizers": {"Optimizer", "record_penalty"},
    "core.training.parameters": {"layer_blocks", "n_parameters"},
    "core.polygons": None,
    "core.training.recipes": None,
    "core.separate_lines": None,
    "core.connected_lines": None,
    "core.rounding": None,  # works on what the core has computed
    "core.scale": None,
    "core.stack": {"is_bent", "narrowed", "trail", "underway"},
    "core.training.tape": None,
}


def call_name(case: object) -> str:
    return getattr(case, "__name__", "")


@pytest.mark.parametrize(("function", "call", "message"), WRONG, ids=call_name)
def test_the_error_names_the_argument(
    function: Callable[..., object], call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        call()
    said = str(caught.value)
    assert len(said) < 600
    assert "must" in said


def test_every_public_function_is_called_wrongly_or_listed_as_inner() -> None:
    called = {f"{function.__module__}.{function.__name__}" for function, _, _ in WRONG}
    for found in pkgutil.walk_packages(core.__path__, "core."):
        inner = INNER.get(found.name, set())
        if inner is None:
            continue
        for name, thing in vars(importlib.import_module(found.name)).items():
            its_own = getattr(thing, "__module__", None) == found.name and not name.startswith("_")
            is_function = inspect.isfunction(thing)
            is_checking_class = inspect.isclass(thing) and "Raises\n" in (thing.__doc__ or "")
            if its_own and (is_function or is_checking_class):
                assert name in inner or f"{found.name}.{name}" in called, f"{found.name}.{name}"
