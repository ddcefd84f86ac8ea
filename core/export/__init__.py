"""A trained network is a handful of numbers and formulas: here it is written as code to take home.

Read in this order: `source` writes a network as NumPy, PyTorch or Keras; `jupyter` wraps the code
into a notebook.
"""

from core.export.jupyter import FRAMEWORKS, notebook
from core.export.source import float_type, keras_source, numpy_source, pytorch_source

__all__ = [
    "FRAMEWORKS",
    "float_type",
    "keras_source",
    "notebook",
    "numpy_source",
    "pytorch_source",
]
