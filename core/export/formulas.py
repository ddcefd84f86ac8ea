"""The same activation is written a little differently in NumPy, PyTorch and Keras.

These are the words `core.export` puts into the code it writes: plain text, never run here. The
NumPy functions repeat those of `core.bends` operation for operation, so that their results
agree to the last bit; a test compares every one.
"""

from __future__ import annotations

from types import MappingProxyType

# name: (the names of the functions it calls, its source); none for identity, which does nothing
NUMPY = MappingProxyType(
    {
        "step": ((), "def step(z):\n    return (z > 0).astype(z.dtype)"),
        "relu": ((), "def relu(z):\n    return np.maximum(z, 0)"),
        "leaky_relu": ((), "def leaky_relu(z):\n    return np.where(z > 0, z, 0.01 * z)"),
        "elu": ((), "def elu(z):\n    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))"),
        "selu": (
            ("finite",),
            "def selu(z):\n"
            "    left = 1.6732632423543772848170429916717 * np.expm1(np.minimum(z, 0))\n"
            "    return finite(1.0507009873554804934193349852946 * np.where(z > 0, z, left))",
        ),
        "celu": ((), "def celu(z):\n    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))"),
        "gelu": (
            (),
            "def gelu(z):\n"
            "    erfc = np.frompyfunc(math.erfc, 1, 1)\n"
            "    return z * (0.5 * np.asarray(erfc(-z / math.sqrt(2)), dtype=z.dtype))",
        ),
        "gelu_tanh": (
            ("sigmoid",),
            "def gelu_tanh(z):\n"
            "    return z * sigmoid(2 * math.sqrt(2 / math.pi) * (z + 0.044715 * (z * z * z)))",
        ),
        "sigmoid": (
            (),
            "def sigmoid(z):\n"
            "    e = np.exp(-np.abs(z))  # never of a positive number, so it cannot overflow\n"
            "    return np.where(z >= 0, 1, e) / (1 + e)",
        ),
        "tanh": ((), "def tanh(z):\n    return np.tanh(z)"),
        "softplus": (
            (),
            "def softplus(z):\n    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))",
        ),
        "softsign": ((), "def softsign(z):\n    return z / (1 + np.abs(z))"),
        "silu": (("sigmoid",), "def silu(z):\n    return z * sigmoid(z)"),
        "mish": (
            (),
            "def mish(z):\n"
            "    e = np.exp(-np.abs(z))\n"
            "    right = (1 + 2 * e) / (1 + 2 * e + 2 * e * e)\n"
            "    left = e * (e + 2) / (e * (e + 2) + 2)\n"
            "    return z * np.where(z >= 0, right, left)  # z · tanh(softplus(z)), multiplied out",
        ),
        "hard_sigmoid": ((), "def hard_sigmoid(z):\n    return np.clip(z + 3, 0, 6) / 6"),
        "hard_tanh": ((), "def hard_tanh(z):\n    return np.clip(z, -1, 1)"),
        "hard_swish": ((), "def hard_swish(z):\n    return z * (np.clip(z + 3, 0, 6) / 6)"),
        "relu6": ((), "def relu6(z):\n    return np.clip(z, 0, 6)"),
        "log_sigmoid": (("softplus",), "def log_sigmoid(z):\n    return -softplus(-z)"),
        "arctan": ((), "def arctan(z):\n    return np.arctan(z)"),
        "gaussian": ((), "def gaussian(z):\n    return np.exp(-np.square(z))"),
        "sin": ((), "def sin(z):\n    return np.sin(z)"),
        "squared_relu": (
            ("finite",),
            "def squared_relu(z):\n    return finite(np.square(np.maximum(z, 0)))",
        ),
        "tanh_shrink": (
            (),
            "def tanh_shrink(z):\n"
            "    near = np.clip(z, -1, 1)\n"
            "    square = np.square(near)\n"
            "    t = np.full_like(square, 19)  # Lambert's continued fraction\n"
            "    for odd in (17, 15, 13, 11, 9, 7, 5, 3):\n"
            "        t = odd + square / t\n"
            "    return np.where(np.abs(z) < 1, near * (square / (t + square)), z - np.tanh(z))",
        ),
        "quick_gelu": (("sigmoid",), "def quick_gelu(z):\n    return z * sigmoid(1.702 * z)"),
        # Called by the others:
        "finite": (
            (),
            "def finite(y):\n"
            "    largest = np.finfo(y.dtype).max\n"
            "    return np.clip(y, -largest, largest)",
        ),
    }
)

PYTORCH = MappingProxyType(
    {
        "step": "Function(lambda z: (z > 0).to(z.dtype))",
        "relu": "torch.nn.ReLU()",
        "leaky_relu": "torch.nn.LeakyReLU(0.01)",
        "elu": "torch.nn.ELU()",
        "selu": "torch.nn.SELU()",
        "celu": "torch.nn.CELU()",
        "gelu": "torch.nn.GELU()",
        "gelu_tanh": 'torch.nn.GELU(approximate="tanh")',
        "sigmoid": "torch.nn.Sigmoid()",
        "tanh": "torch.nn.Tanh()",
        # With its usual threshold of 20 PyTorch's softplus is wrong in the 10th digit there.
        "softplus": "torch.nn.Softplus(threshold=40)",
        "softsign": "torch.nn.Softsign()",
        "silu": "torch.nn.SiLU()",
        "mish": "torch.nn.Mish()",
        "hard_sigmoid": "torch.nn.Hardsigmoid()",
        "hard_tanh": "torch.nn.Hardtanh()",
        "hard_swish": "torch.nn.Hardswish()",
        "relu6": "torch.nn.ReLU6()",
        "log_sigmoid": "torch.nn.LogSigmoid()",
        "arctan": "Function(torch.atan)",
        "gaussian": "Function(lambda z: torch.exp(-torch.square(z)))",
        "sin": "Function(torch.sin)",
        "squared_relu": "Function(lambda z: torch.square(torch.relu(z)))",
        "tanh_shrink": "torch.nn.Tanhshrink()",
        "quick_gelu": "Function(lambda z: z * torch.sigmoid(1.702 * z))",
    }
)

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

# What a Dense layer takes as `activation`: a name that Keras 3 knows, or a function.
KERAS = MappingProxyType(
    {
        "identity": '"linear"',
        "step": "lambda z: keras.ops.cast(z > 0, z.dtype)",
        "relu": '"relu"',
        # By its name alone Keras's leaky_relu has slope 0.2.
        "leaky_relu": "lambda z: keras.activations.leaky_relu(z, negative_slope=0.01)",
        "elu": '"elu"',
        "selu": '"selu"',
        "celu": '"celu"',
        "gelu": '"gelu"',
        "gelu_tanh": "lambda z: keras.activations.gelu(z, approximate=True)",
        "sigmoid": '"sigmoid"',
        "tanh": '"tanh"',
        "softplus": '"softplus"',
        "softsign": '"softsign"',
        "silu": '"silu"',
        "mish": '"mish"',
        "hard_sigmoid": '"hard_sigmoid"',
        "hard_tanh": '"hard_tanh"',
        "hard_swish": '"hard_silu"',
        "relu6": '"relu6"',
        "log_sigmoid": '"log_sigmoid"',
        "arctan": "keras.ops.arctan",
        "gaussian": "lambda z: keras.ops.exp(-keras.ops.square(z))",
        "sin": "keras.ops.sin",
        "squared_relu": "lambda z: keras.ops.square(keras.ops.relu(z))",
        "tanh_shrink": '"tanh_shrink"',
        "quick_gelu": "lambda z: z * keras.ops.sigmoid(1.702 * z)",
    }
)
