"""Every widget's Spec, out of specs_chNN.py: the tests of this folder run over all of them."""

from importlib import import_module
from pathlib import Path

SPECS = [
    spec
    for path in sorted(Path(__file__).parent.glob("specs_ch*.py"))
    for spec in import_module(path.stem).SPECS
]
