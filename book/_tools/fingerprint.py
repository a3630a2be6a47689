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


def uses(tree: ast.AST, package: str = "") -> set[str]:
    """Dotted names that `tree` imports or reaches through an imported name.

    `from a import b` with a later `b.c` gives a.b and a.b.c; `b` standing alone gives a.b.*,
    since then anything in it may be meant. `package` resolves relative imports.
    """
    found: set[str] = set()
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found.add(alias.name)
                bound[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                base = ".".join(parents[: len(parents) - node.level + 1] + ([base] if base else []))
            for alias in node.names:
                found.add(f"{base}.{alias.name}")
                bound[alias.asname or alias.name] = f"{base}.{alias.name}"
    inside_attribute = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            chain, inner = [node.attr], node.value
            while isinstance(inner, ast.Attribute):
                chain, inner = [inner.attr, *chain], inner.value
            if isinstance(inner, ast.Name) and inner.id in bound:
                inside_attribute.add(id(inner))
                found.add(".".join([bound[inner.id], *chain]))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in bound and id(node) not in inside_attribute:
            found.add(f"{bound[node.id]}.*")
    return found


def parse_cells(sources: list[str]) -> ast.Module:
    """Syntax tree of all code cells; lines of IPython magic are left out."""
    body: list[ast.stmt] = []
    for source in sources:
        lines = [line for line in source.split("\n") if not re.match(r"\s*[%!]", line)]
        try:
            body += ast.parse("\n".join(lines)).body
        except SyntaxError:  # a cell that shows an error on purpose, or one emptied of its magic
            continue
    return ast.Module(body=body, type_ignores=[])


class Library:
    """Static import graph of the course_lib folder.

    A package whose `__init__` only hands on names of its modules (`figures`), or imports a module
    by name when it is asked for (`widgets`), is looked through: who uses one figure does not
    depend on the others.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.files: dict[str, Path] = {}
        for path in sorted(folder.rglob("*.py")):
            parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
            if parts[-1] == "__init__":
                parts.pop()
            self.files[".".join(parts)] = path
        self._trees: dict[str, ast.Module] = {}
        self._exports: dict[str, dict[str, str] | None] = {}

    def tree(self, module: str) -> ast.Module:
        if module not in self._trees:
            self._trees[module] = ast.parse(self.files[module].read_text("utf8"))
        return self._trees[module]

    def exports(self, module: str) -> dict[str, str] | None:
        """Name -> where it comes from, for a package that can be looked through; else None."""
        if module not in self._exports:
            self._exports[module] = self._find_exports(module)
        return self._exports[module]

    def _find_exports(self, module: str) -> dict[str, str] | None:
        if self.files[module].name != "__init__.py":
            return None
        children = [name for name in self.files if name.startswith(module + ".")]
        if "import_module" in self.files[module].read_text("utf8"):
            return {name.removeprefix(module + "."): name for name in children}
        found: dict[str, str] = {}
        for node in self.tree(module).body:
            if isinstance(node, ast.ImportFrom) and not node.level:
                found |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
            elif not isinstance(node, ast.Assign | ast.Expr):
                return None
        return found if children and found else None

    def resolve(self, name: str) -> set[str]:
        """Modules that someone depends on who uses the dotted `name`."""
        parts = name.split(".")
        cut = next((n for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in self.files), 0)
        if not cut:
            return set()
        module, rest = ".".join(parts[:cut]), parts[cut:]
        exports = self.exports(module)
        if exports is None:
            return {module}
        if not rest:
            return set()  # imported; what is used of it comes as a longer name
        if rest[0] in exports and exports[rest[0]] != name:
            return self.resolve(exports[rest[0]])
        return {other for other in self.files if other.startswith(module + ".")}

    def closure(self, names: set[str]) -> set[str]:
        """Every module reached from `names`."""
        reached: set[str] = set()
        waiting = [module for name in names for module in self.resolve(name)]
        while waiting:
            module = waiting.pop()
            if module in reached:
                continue
            reached.add(module)
            is_package = self.files[module].name == "__init__.py"
            package = module if is_package else module.rpartition(".")[0]
            for name in uses(self.tree(module), package):
                waiting.extend(self.resolve(name))
        return reached

    def static_files(self, modules: set[str]) -> set[Path]:
        """Browser halves of `modules`: those of the same name, and those shared by all."""
        found = set()
        stems = {path.stem for path in self.files.values()}
        for folder in {self.files[m].parent for m in modules}:
            own = {self.files[m].stem for m in modules if self.files[m].parent == folder}
            for path in (folder / "static").glob("**/*"):
                stem = path.name.split(".")[0]
                if path.suffix in STATIC_SUFFIXES and (stem not in stems or stem in own):
                    found.add(path)
        return found


def pinned_versions(course: Course) -> list[str]:
    path = course.root / "requirements.txt"
    lines = path.read_text("utf8").splitlines() if path.exists() else []
    return [line for line in lines if line.split("==")[0] in PINS_THAT_SHOW]


def execution_hash(course: Course, notebook: NotebookNode, library: Library) -> str:
    """Changes exactly when `notebook` has to be executed again."""
    digest = hashlib.sha256()
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for source in code:
        digest.update(f"cell\0{source}\0".encode())
    modules = library.closure(uses(parse_cells(code)))
    files = {library.files[m] for m in modules} | library.static_files(modules)
    for path in sorted(files):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(library.folder).as_posix().encode() + b"\0" + text + b"\0")
    for line in pinned_versions(course):
        digest.update(f"pin\0{line}\0".encode())
    return digest.hexdigest()
