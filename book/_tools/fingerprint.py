"""What the outputs of a notebook depend on, as one hash.

Code cells, the modules of course_lib that they reach by static imports, the JavaScript and
CSS that belong to those modules, and the pinned versions that decide how outputs look.
"""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

from nbformat import NotebookNode

from .layout import Course

# A new NumPy may print differently, a new matplotlib may draw differently, and so on.
PINS_THAT_SHOW = ("anywidget", "ipython", "ipywidgets", "matplotlib", "numpy", "scikit-learn")
STATIC_SUFFIXES = {".js", ".mjs", ".css", ".json"}


def imports_in(tree: ast.AST, package: str) -> set[str]:
    """Dotted names that `tree` may import; `package` resolves relative imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                base = ".".join(parents[: len(parents) - node.level + 1] + ([base] if base else []))
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


def parse_cell(source: str) -> ast.AST:
    """Syntax tree of a code cell; lines of IPython magic are left out."""
    lines = [line for line in source.split("\n") if not re.match(r"\s*[%!]", line)]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:  # a cell that shows an error on purpose: its import lines still count
        plain = [line for line in lines if re.match(r"(import|from)\s", line)]
        try:
            return ast.parse("\n".join(plain))
        except SyntaxError:
            return ast.Module(body=[], type_ignores=[])


class Library:
    """Static import graph of the course_lib folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.files: dict[str, Path] = {}
        for path in sorted(folder.rglob("*.py")):
            parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
            if parts[-1] == "__init__":
                parts.pop()
            self.files[".".join(parts)] = path
        self._direct: dict[str, set[str]] = {}

    def modules(self, names: set[str]) -> set[str]:
        """Those of `names` that are modules here, with the packages around them."""
        found = set()
        for name in names:
            while name:
                if name in self.files:
                    found.add(name)
                name = name.rpartition(".")[0]
        return found

    def direct(self, module: str) -> set[str]:
        """Modules of the library that `module` imports, at its top or inside a function."""
        if module not in self._direct:
            path = self.files[module]
            package = module if path.name == "__init__.py" else module.rpartition(".")[0]
            text = path.read_text("utf8")
            names = imports_in(ast.parse(text), package)
            if "import_module" in text:  # loads by name: anything beside it may be meant
                names |= {m for m in self.files if m.startswith(package + ".")}
            self._direct[module] = self.modules(names)
        return self._direct[module]

    def closure(self, names: set[str]) -> set[str]:
        """Every module reached from `names`."""
        reached: set[str] = set()
        waiting = list(self.modules(names))
        while waiting:
            module = waiting.pop()
            if module not in reached:
                reached.add(module)
                waiting.extend(self.direct(module))
        return reached

    def static_files(self, modules: set[str]) -> set[Path]:
        """Browser halves of `modules`: those of the same name, and those shared by all."""
        found = set()
        stems = {path.stem for path in self.files.values()}
        for folder in {self.files[m].parent for m in modules}:
            own = {self.files[m].stem for m in modules if self.files[m].parent == folder}
            for path in (folder / "static").glob("**/*"):
                shared = path.stem not in stems
                if path.suffix in STATIC_SUFFIXES and (shared or path.stem in own):
                    found.add(path)
        return found


def pinned_versions(course: Course) -> list[str]:
    path = course.root / "requirements.txt"
    lines = path.read_text("utf8").splitlines() if path.exists() else []
    return [line for line in lines if line.split("==")[0] in PINS_THAT_SHOW]


def execution_hash(course: Course, notebook: NotebookNode, library: Library) -> str:
    """Changes exactly when `notebook` has to be executed again."""
    digest = hashlib.sha256()
    names: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(f"cell\0{cell.source}\0".encode())
            names |= imports_in(parse_cell(cell.source), "")
    modules = library.closure(names)
    files = {library.files[m] for m in modules} | library.static_files(modules)
    for path in sorted(files):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(library.folder).as_posix().encode() + b"\0" + text + b"\0")
    for line in pinned_versions(course):
        digest.update(f"pin\0{line}\0".encode())
    return digest.hexdigest()
