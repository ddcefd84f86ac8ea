"""A network as a notebook: the format Jupyter reads, and cells that run."""

import ast
import json
from typing import Any

import pytest
from numpy.testing import assert_allclose

from core.export.jupyter import FRAMEWORKS, notebook
from core.network import Network


def random_network(activation: str) -> Network:
    return Network.random([3, 7, 5, 2], activation, 0, output_activation=activation, bias_scale=1.0)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_notebook_has_the_format_jupyter_reads(framework: str) -> None:
    network = random_network("gelu_tanh")
    document = json.loads(notebook(network, framework))
    assert set(document) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    assert document["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in document["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in document["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"execution_count", "outputs"}
            ast.parse("".join(cell["source"]))
        assert set(cell) == wanted
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    assert "3 → 7 → 5 → 2" in "".join(document["cells"][0]["source"])


@pytest.mark.parametrize("framework", ["numpy", "pytorch"])
def test_notebook_runs_from_top_to_bottom(framework: str) -> None:
    network = random_network("silu")
    cells = json.loads(notebook(network, framework))["cells"]
    program, trial = ("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    names: dict[str, Any] = {}
    exec(compile(program, "exported", "exec"), names)  # noqa: S102 - our own source
    found = eval(trial, names)  # noqa: S307 - our own source
    if framework == "pytorch":
        found = found.detach().numpy()
    assert_allclose(found, network.forward([[1.0, 1.0, 1.0]]).output, rtol=1e-12)


def test_an_unknown_framework_is_answered_with_the_known_ones() -> None:
    message = "framework must be one of numpy, pytorch, keras; got 'jax'"
    with pytest.raises(ValueError, match=message):
        notebook(random_network("relu"), "jax")
