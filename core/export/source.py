"""A network can be written as a program in NumPy, PyTorch or Keras.

Every source is complete: it holds the weights digit for digit and needs nothing from this project.

- NumPy: gives the outputs of `Network.forward` to the last bit.
- PyTorch: a `torch.nn.Sequential`, equal to 1e-12 in float64.
- Keras 3: a `keras.Sequential` that holds the same weights and types. On TensorFlow it computes in
  float64 and is equal to 1e-7; on JAX and PyTorch, Keras itself multiplies in float32, which
  leaves six digits.

`core.export.jupyter` wraps any of them into a notebook.
"""

from __future__ import annotations

import textwrap

import numpy as np

from core.activation_source import numpy_functions
from core.activations import Array
from core.checks import instance
from core.layer import Layer
from core.network import Network

PYTORCH_LINEAR = '''

def linear(W, b):
    """X W + b as a PyTorch layer, which keeps W transposed: units in rows."""
    layer = torch.nn.Linear(*W.shape, dtype=W.dtype)
    with torch.no_grad():
        layer.weight.copy_(W.T)
        layer.bias.copy_(b)
    return layer
'''

PYTORCH_FUNCTION = '''
class Function(torch.nn.Module):
    """An activation that PyTorch has no module for."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, z):
        return self.function(z)
'''


def numpy_source(network: Network) -> str:
    """Write a network as a NumPy program with a function `forward(X)`.

    Returns
    -------
    str
        Python source: the weights, the activations used, `forward`.
    """
    instance("network", network, Network)
    names = [layer.activation.name for layer in network.layers]
    sums = [f"a @ W{number} + b{number}" for number in range(1, len(names) + 1)]
    steps = [
        f"    a = {z}" if name == "identity" else f"    a = {name}({z})"
        for name, z in zip(names, sums, strict=True)
    ]
    functions = numpy_functions(name for name in names if name != "identity")
    body = "\n\n\n".join(functions.values())
    return _lines(
        '"""The network in NumPy: forward(X) takes one sample a row."""',
        "",
        "import math\n" if "math." in body else None,
        "import numpy as np",
        "",
        *_numpy_weights(network),
        "",
        "",
        f"{body}\n\n" if body else None,
        "def forward(X):",
        "    a = np.asarray(X)",
        *steps,
        "    return a",
    )


def pytorch_source(network: Network) -> str:
    """Write a network as a PyTorch program with a `model`.

    Returns
    -------
    str
        Python source. PyTorch keeps weights with units in rows, so W is transposed on the way.
    """
    instance("network", network, Network)
    dtype = float_type(network)  # one for all: PyTorch does not mix them
    modules = []
    for number, layer in enumerate(network.layers, start=1):
        modules.append(f"    linear(W{number}, b{number}),")
        if layer.activation.name != "identity":
            modules.append(f"    {layer.activation.pytorch},")
    needs_function = any("Function(" in module for module in modules)
    return _lines(
        '"""The network in PyTorch: model(X) takes one sample a row."""',
        "",
        "import torch",
        "",
        *(
            _assignment(name, "torch.tensor", array, f"dtype=torch.{dtype}")
            for number, layer in enumerate(network.layers, start=1)
            for name, array in _arrays(layer, number)
        ),
        PYTORCH_LINEAR,
        PYTORCH_FUNCTION if needs_function else None,
        "",
        "model = torch.nn.Sequential(",
        *modules,
        ")",
    )


def keras_source(network: Network) -> str:
    """Write a network as a Keras 3 program with a `model`.

    Returns
    -------
    str
        Python source. Keras keeps weights as this project does, with units in columns.
    """
    instance("network", network, Network)
    dtype = f'dtype="{float_type(network)}"'
    dense = [(layer.n_units, layer.activation.keras) for layer in network.layers]
    return _lines(
        '"""The network in Keras 3: model.predict(X) takes one sample a row."""',
        "",
        "import keras",
        "import numpy as np",
        "",
        *_numpy_weights(network),
        "",
        f'keras.config.set_floatx("{float_type(network)}")  # what predict makes of its inputs',
        "model = keras.Sequential(",
        "    [",
        f"        keras.Input(({network.sizes[0]},), {dtype}),",
        # Each layer is told its type, because once Keras has made a layer, set_floatx no longer
        # changes what the others get.
        *(
            f"        keras.layers.Dense({units}, {dtype}, activation={bend}),"
            for units, bend in dense
        ),
        "    ]",
        ")",
        *(
            f"model.layers[{i}].set_weights([W{i + 1}, b{i + 1}])"
            for i in range(len(network.layers))
        ),
    )


def float_type(network: Network) -> str:
    """Name of the float type that holds every number of a network.

    Returns
    -------
    {"float32", "float64"}
    """
    types = [array.dtype for layer in network.layers for array in (layer.weights, layer.bias)]
    return str(np.result_type(*types))


def _lines(*lines: str | None) -> str:
    return "\n".join(line for line in lines if line is not None) + "\n"


def _arrays(layer: Layer, number: int) -> tuple[tuple[str, Array], tuple[str, Array]]:
    return (f"W{number}", layer.weights), (f"b{number}", layer.bias)


def _assignment(name: str, maker: str, array: Array, options: str) -> str:
    """Line that sets one array, with as many digits as it takes to read it back unchanged."""
    numbers = repr(array.tolist())
    if array.ndim == 2 and len(array) > 1:  # a row a line
        rows = ",\n".join(repr(row) for row in array.tolist())
        numbers = f"[\n{textwrap.indent(rows, '    ')},\n]"
    shape = "" if array.size else f".reshape{array.shape}"  # [] alone does not say its shape
    return f"{name} = {maker}({numbers}, {options}){shape}"


def _numpy_weights(network: Network) -> list[str]:
    """Lines that set the arrays W1, b1, W2 and so on."""
    lines = []
    for number, layer in enumerate(network.layers, start=1):
        for name, array in _arrays(layer, number):
            # The memory layout of a matrix decides in which order its products are summed, and
            # so the last bit: when tried, every second product differed somewhere.
            order = "" if array.flags.c_contiguous else ', order="F"'
            options = f"dtype=np.{array.dtype}{order}"
            lines.append(_assignment(name, "np.array", array, options))
    return lines
