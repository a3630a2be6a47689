"""The shape of the package: imports go one way, modules are short, the core is light."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "course_lib"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
CORE = [name for name in MODULES if name.count(".") < 2 and MODULES[name].name != "__init__.py"]
#: what each part of the package may import besides itself; the core stands below them all
BELOW = {
    "core": set(),
    "figures": {"core"},
    "experiments": {"core"},
    "widgets": {"core", "figures", "experiments"},
    "check": {"core"},
    "grading": {"core", "check"},
}
#: packages that the core loads only inside the one function that needs them
LAZY = {"sklearn", "tqdm"}


def imports_of(path: Path, top_level_only: bool = False) -> set[str]:
    """Full names of all modules that a file imports, also inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {
                full if (full := f"{node.module}.{alias.name}") in MODULES else node.module
                for alias in node.names
            }
    return names


def part_of(module: str) -> str:
    inner = module.split(".")[1:2]
    return inner[0] if inner and inner[0] in BELOW else "core"


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_upward(module):
    part = part_of(module)
    for name in imports_of(MODULES[module]):
        if name.split(".")[0] == "course_lib":
            other = part_of(name)
            assert other == part or other in BELOW[part], f"{module} imports {name}"


def test_the_core_has_no_circles():
    graph = {name: {other for other in imports_of(MODULES[name]) if other in CORE} for name in CORE}
    TopologicalSorter(graph).prepare()  # raises CycleError


@pytest.mark.parametrize("module", CORE)
def test_the_core_needs_numpy_and_the_standard_library_only(module):
    path = MODULES[module]
    foreign = {
        name.split(".")[0] for name in imports_of(path)
    } - set(sys.stdlib_module_names) - {"course_lib", "numpy"}  # fmt: skip
    assert foreign <= LAZY
    at_once = {name.split(".")[0] for name in imports_of(path, top_level_only=True)}
    assert not at_once & LAZY


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_short_enough_to_read(module):
    lines = len(MODULES[module].read_text("utf-8").splitlines())
    most = 350 if part_of(module) == "core" else 500  # a student reads the core from top to bottom
    assert lines <= most, f"{module} has {lines} lines"


def test_importing_the_core_loads_nothing_heavy():
    code = (
        "import sys, importlib\n"
        f"for name in {CORE!r}: importlib.import_module(name)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "numpy" in loaded
    assert not {"matplotlib", "ipywidgets", "sklearn", "IPython", "anywidget", "tqdm"} & set(loaded)


def test_importing_the_package_itself_loads_nothing():
    code = (
        "import sys; before = set(sys.modules); import course_lib; "
        "print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", code], check=True, capture_output=True, text=True,
        cwd=PACKAGE.parent,
    ).stdout.split()  # fmt: skip
    assert loaded == ["course_lib"]


def test_every_public_name_of_the_core_has_a_docstring():
    for module in CORE:
        tree = ast.parse(MODULES[module].read_text("utf-8"))
        assert ast.get_docstring(tree), module
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{module}.{node.name}"
