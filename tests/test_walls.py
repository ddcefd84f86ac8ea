"""The walls of the house: who may import whom, and what may stand nowhere.

Every check takes a mapping of path → text and returns its complaints, so that it can be shown
to fail on a made-up offender before it is trusted with the real tree.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
Files = dict[str, str]
Check = Callable[[Files], list[str]]

# What comes with Streamlit and speaks to the browser.
PLATFORM = {"streamlit", "starlette", "anyio", "uvicorn", "websockets"}

# Of the figures, the shared parts may see what a scene is, how numbers are written, and the
# colours; not the marks, and no lesson's scene.
FIGURES_FOR_UI = {"figures.scene", "figures.theme", "figures.written", "figures.thumbnail"}

# Beside the standard library and itself, each room may import this much and no more.
MAY_IMPORT = {
    "core": {"numpy"},
    "figures": {"numpy", "plotly", "core"},
    "ui": PLATFORM | {"numpy", "pandas", "plotly", "core", *FIGURES_FOR_UI},
    "pages": {"streamlit", "numpy", "pandas", "core", "figures", "ui"},
    "app.py": PLATFORM | {"numpy", "core", "figures", "ui"},
}
# These stand outside the app, so they may import anything.
FREE_ROOMS = {"tests", "benchmarks", "scripts"}
# A page is run by the app and imported by nobody, not even by another page.
NEVER_IMPORTED = {"pages", "app", "content", "tests", "benchmarks", "scripts"}


# --- reading the tree -----------------------------------------------------------------------


def text_files(root: Path) -> Files:
    """Every text file of the project; caches and environments are not part of it."""
    files = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in sorted(folders) if belongs(Path(folder, name))]
        for path in (Path(folder, name) for name in sorted(names)):
            if path.name in {".git", "secrets.toml"}:  # in a worktree .git is a file
                continue
            try:
                files[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture
    return files


def belongs(folder: Path) -> bool:
    """Whether a folder is part of the project: no cache, no environment."""
    if folder.name.startswith("."):
        return folder.name in {".ci", ".github", ".streamlit"}
    generated = folder.name in {"__pycache__", "node_modules", "test-results"}
    return not generated and not (folder / "pyvenv.cfg").exists()


def python_files(files: Files) -> Files:
    return {path: text for path, text in files.items() if path.endswith(".py")}


def room_of(path: str) -> str:
    return path.split("/", maxsplit=1)[0]


def imports(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            folders = path.split("/")[: -node.level] if node.level else []
            yield node.lineno, ".".join([*folders, *([node.module] if node.module else [])])
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) in {"importlib.import_module", "import_module", "__import__"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno, str(node.args[0].value)


# --- the checks -----------------------------------------------------------------------------


def imports_that_break_a_wall(files: Files) -> list[str]:
    complaints = []
    for path, source in python_files(files).items():
        room = room_of(path)
        if room in FREE_ROOMS:
            continue
        if room not in MAY_IMPORT:
            complaints.append(f"{path}: no room of that name may hold Python; see MAY_IMPORT")
            continue
        for line, name in imports(path, source):
            root = name.split(".", maxsplit=1)[0]
            may = MAY_IMPORT[room]
            allowed = {root, name} & may or root == room or root in sys.stdlib_module_names
            if root in NEVER_IMPORTED or not allowed:
                complaints.append(f"{path}:{line}: {room} may not import {name}")
    return complaints


def names_that_say_nothing(files: Files) -> list[str]:
    vague = {"utils", "helpers", "util", "helper", "misc", "common"}
    return [
        f"{path}: name a file after its one noun"
        for path in files
        if vague & {part.removesuffix(".py") for part in path.split("/")}
    ]


def bare_excepts(files: Files) -> list[str]:
    return [
        f"{path}:{node.lineno}: except must name what it catches"
        for path, source in python_files(files).items()
        for node in ast.walk(ast.parse(source, path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]


def platform_parts_to_avoid(files: Files) -> list[str]:
    """Unsafe, gone or going; the walls' own file has to name them."""
    pattern = re.compile(r"unsafe_allow_html|use_container_width|components\.v1")
    return [
        f"{path}:{number}: {match[0]} is not used here"
        for path, source in python_files(files).items()
        if path != "tests/test_walls.py"
        for number, line in enumerate(source.splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def addresses_of_one_machine(files: Files) -> list[str]:
    """Absolute paths and package registries, which hold on one machine only."""
    pattern = re.compile(
        r"(?<![\w.:/~}])/(?:home|root|work|Users)/"
        r"|\b[A-Z]:\\{1,2}Users"
        r"|\b(?:pypi\.org/simple|files\.pythonhosted\.org|download\.pytorch\.org|registry\.npmjs\.org)"
        r"|--(?:extra-)?index-url|--find-links|PIP_(?:EXTRA_)?INDEX_URL"
    )
    return [
        f"{path}:{number}: {match[0]} holds on one machine only"
        for path, text in files.items()
        if path != "tests/test_walls.py"
        for number, line in enumerate(text.splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def sleeps(files: Files) -> list[str]:
    """A page or part that sleeps holds up a visitor, and on a small server everyone."""
    complaints = []
    for path, source in python_files(files).items():
        if room_of(path) not in {"pages", "ui", "app.py"}:
            continue
        for node in ast.walk(ast.parse(source, path)):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) == "time.sleep"
            imported = (
                isinstance(node, ast.ImportFrom)
                and node.module == "time"
                and any(alias.name == "sleep" for alias in node.names)
            )
            if called or imported:
                complaints.append(f"{path}:{getattr(node, 'lineno', 0)}: nothing here may sleep")
    return complaints


def core_modules_without_tests(files: Files) -> list[str]:
    """A module that no test of its own room imports is tested through others at best."""
    tested = {
        (room_tested.group(1), name)
        for path, source in python_files(files).items()
        if (room_tested := re.fullmatch(r"tests/(core(?:/\w+)*)/test_\w+\.py", path))
        for _, name in imports(path, source)
    }
    complaints = []
    for path in python_files(files):
        folder, _, name = path.rpartition("/")
        module = path.removesuffix(".py").replace("/", ".")
        if room_of(path) == "core" and name != "__init__.py" and (folder, module) not in tested:
            complaints.append(f"{path}: no test in tests/{folder} imports {module}")
    return complaints


# Beside each check: offenders it must complain about, and neighbours it must let pass.
CASES: list[tuple[Check, list[Files], list[Files]]] = [
    (
        imports_that_break_a_wall,
        [
            {"core/a.py": "import plotly"},
            {"core/a.py": "import scipy.special"},
            {"core/a.py": "from figures.line import line_figure"},
            {"core/a.py": "from ..figures import line"},
            {"core/a.py": "def f():\n    import pandas"},
            {"core/a.py": "import importlib\nimportlib.import_module('streamlit')"},
            {"figures/a.py": "import streamlit as st"},
            {"figures/a.py": "from ui.chart import chart"},
            {"ui/a.py": "from pages.line import page"},
            {"ui/a.py": "from figures import line"},
            {"ui/a.py": "from figures.marks import area"},
            {"ui/a.py": "import figures"},
            {"ui/a.py": "import app"},
            {"pages/a.py": "from pages.line import page"},
            {"pages/a.py": "import starlette"},
            {"pages/a.py": "import plotly.graph_objects as go"},
            {"pages/a.py": "from tests.conftest import settings"},
            {"app.py": "import pages.line"},
            {"content/line/a.py": "WORDS = 1"},
            {"lib/a.py": "import numpy"},
        ],
        [
            {"core/a.py": "from __future__ import annotations\nimport math\nimport numpy as np"},
            {"core/a.py": "from core.checks import finite_array\nfrom . import line"},
            {"figures/a.py": "import plotly.graph_objects as go\nfrom core.line import side"},
            {"ui/a.py": "import streamlit\nfrom starlette.routing import Route\nimport anyio"},
            {"ui/a.py": "from figures.scene import Scene\nfrom figures.theme import paint"},
            {"pages/a.py": "import streamlit\nfrom figures import line\nfrom ui import chart"},
            {"app.py": "import gc\nimport streamlit as st\nfrom ui.channel import route"},
            {"tests/a.py": "import torch, streamlit", "benchmarks/a.py": "import pages.line"},
            {"content/line/question.md": "import streamlit"},
        ],
    ),
    (
        names_that_say_nothing,
        [{"core/utils.py": ""}, {"ui/helpers.py": ""}, {"ui/helpers/slider.py": ""}],
        [{"core/line.py": ""}],
    ),
    (
        bare_excepts,
        [{"ui/a.py": "try:\n    f()\nexcept:\n    pass"}],
        [{"ui/a.py": "try:\n    f()\nexcept ValueError:\n    pass"}],
    ),
    (
        platform_parts_to_avoid,
        [
            {"pages/a.py": "st.markdown(text, unsafe_allow_html=True)"},
            {"pages/a.py": "st.plotly_chart(figure, use_container_width=True)"},
            {"ui/a.py": "import streamlit.components.v1 as components"},
        ],
        [{"ui/a.py": "st.components.v2.component('slider')"}],
    ),
    (
        addresses_of_one_machine,
        [
            {"Makefile": "\tcd /home/ada/project"},
            {"README.md": "see `/root/.venv`"},
            {"tests/a.py": "open('/work/main/app.py')"},
            {"scripts/shot": "cp x /Users/ada/Desktop"},
            {"README.md": "C:\\Users\\ada"},
            {"a.py": '"C:\\\\Users\\\\ada"'},
            {"requirements.txt": "--extra-index-url https://example.org"},
            {"README.md": "https://download.pytorch.org/whl/cpu"},
        ],
        [
            {"README.md": "https://example.org/home/page, ../home/line and pages/work/a"},
            {"README.md": "from home/root/work to Users/"},
        ],
    ),
    (
        sleeps,
        [
            {"pages/a.py": "import time\ntime.sleep(1)"},
            {"ui/a.py": "from time import sleep"},
        ],
        [
            {"tests/a.py": "import time\ntime.sleep(1)"},
            {"ui/a.py": "import time\ntime.perf_counter()"},
        ],
    ),
    (
        core_modules_without_tests,
        [
            {"core/line.py": ""},
            {"core/line.py": "", "tests/core/test_line.py": "from core import neuron"},
            {"core/line.py": "", "tests/core/test_line.py": "import core.lines, core"},
            {"core/line.py": "", "tests/test_line.py": "from core.line import side"},
            {
                "core/line.py": "",
                "core/side.py": "import core.line",
                "tests/core/test_a.py": "import core.side",
            },
            {"core/training/tape.py": "", "tests/core/test_tape.py": "import core.training.tape"},
            {"core/training/tape.py": "", "tests/core/training/test_tape.py": "import core.tape"},
        ],
        [
            {
                "core/line.py": "",
                "core/__init__.py": "",
                "tests/core/test_a.py": "import core.line",
            },
            {"core/line.py": "", "tests/core/test_line.py": "from core.line import side"},
            {
                "core/training/__init__.py": "",
                "core/training/tape.py": "",
                "tests/core/training/test_tape.py": "from core.training.tape import Tape",
            },
        ],
    ),
]


@pytest.mark.parametrize("check", [case[0] for case in CASES], ids=lambda check: check.__name__)
def test_the_house_keeps(check: Check) -> None:
    assert check(text_files(ROOT)) == []


@pytest.mark.parametrize(
    ("check", "offender"), [(check, files) for check, bad, _ in CASES for files in bad]
)
def test_an_offender_is_named(check: Check, offender: Files) -> None:
    complaints = check(offender)
    assert len(complaints) == 1
    assert complaints[0].startswith(next(iter(offender)))


@pytest.mark.parametrize(
    ("check", "neighbour"), [(check, files) for check, _, good in CASES for files in good]
)
def test_a_good_neighbour_passes(check: Check, neighbour: Files) -> None:
    assert check(neighbour) == []


def test_the_tree_is_read(tmp_path: Path) -> None:
    """A walker that finds nothing would let everything pass."""
    for path in (
        "core/line.py",
        ".ci/run",
        "Makefile",
        ".git/config",
        "env/lib/a.py",
        "core/__pycache__/a.py",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    (tmp_path / "env/pyvenv.cfg").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    assert set(text_files(tmp_path)) == {"core/line.py", ".ci/run", "Makefile"}
    assert {"core/neuron.py", "pyproject.toml", ".ci/run"} <= set(text_files(ROOT))


CORE_ROOMS = sorted(path.parent for path in (ROOT / "core").rglob("__init__.py"))


@pytest.mark.parametrize("room", CORE_ROOMS, ids=lambda room: room.name)
def test_each_room_of_the_core_says_in_which_order_to_read_all_of_it(room: Path) -> None:
    guide = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    modules = {path.stem for path in room.glob("[!_]*.py")}
    rooms_inside = {other.name for other in CORE_ROOMS if other.parent == room}
    assert guide is not None
    assert set(re.findall(r"`(\w+)`", guide)) == modules | rooms_inside


# --- what importing really loads ------------------------------------------------------------


def strangers_loaded_by(*modules: str) -> set[str]:
    """Packages that a fresh Python loads with these modules, beyond NumPy and what it brings."""
    code = (
        "import importlib, sys, numpy, numpy.random, numpy.linalg\n"
        "before = set(sys.modules)\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(*(set(sys.modules) - before))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code, *modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    roots = {name.split(".", maxsplit=1)[0] for name in finished.stdout.split()}
    return {root for root in roots if root not in sys.stdlib_module_names} - {"numpy", "core"}


def core_modules() -> list[str]:
    paths = [path.relative_to(ROOT) for path in (ROOT / "core").rglob("[!_]*.py")]
    return [".".join(path.with_suffix("").parts) for path in sorted(paths)]


def test_core_loads_numpy_and_nothing_else() -> None:
    modules = core_modules()
    assert {"core.line", "core.training.tape"} <= set(modules)
    assert strangers_loaded_by("core", *modules) == set()


def test_a_first_lesson_loads_no_room_of_the_core() -> None:
    code = (
        "import sys, core.activation_shape, core.line, core.neuron, core.network, core.hyperplane\n"
        "print(*(name for name in sys.modules if name.startswith('core.')))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = finished.stdout.split()
    assert "core.network" in loaded
    assert not [name for name in loaded if name.startswith(("core.training", "core.export"))]


def test_a_loaded_stranger_is_seen() -> None:
    assert "hypothesis" in strangers_loaded_by("core", "hypothesis")
