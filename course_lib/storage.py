"""Networks on disk: .npz files of plain numbers and text, never a pickle."""

import os
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FORMAT = "course_lib network 1"


def save(path: str | Path, layers: list[str], parameters: NDArray, buffers: dict) -> None:
    """Write beside the goal, then rename: the file is there whole or not at all."""
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            np.savez(file, format=FORMAT, layers=layers, parameters=parameters, **buffers)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: str | Path, layers: list[str], like: dict[str, NDArray]) -> dict[str, NDArray]:
    """The arrays of a file that fit the names and shapes of `like` and the layers' texts."""
    arrays = _read(Path(path))
    if str(arrays.get("format")) != FORMAT:
        raise ValueError(f"{path}: not a file of a saved network")
    there = [str(text) for text in np.atleast_1d(arrays.get("layers", []))]
    if len(there) != len(layers):
        raise ValueError(f"{path}: holds {len(there)} layers, the network has {len(layers)}")
    for i, (theirs, ours) in enumerate(zip(there, layers, strict=True)):
        if theirs != ours:
            raise ValueError(f"{path}: layer {i} is {theirs}, in the network it is {ours}")
    for name, array in like.items():
        found = arrays.get(name)
        if found is None or found.shape != array.shape or found.dtype.kind != "f":
            got = "nothing" if found is None else f"{found.dtype} of shape {found.shape}"
            raise ValueError(f"{path}: {name} of shape {array.shape} expected, got {got}")
    return {name: arrays[name] for name in like}


def _read(path: Path) -> dict[str, NDArray]:
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file")
    try:
        if not zipfile.is_zipfile(path):
            raise ValueError("not an .npz file")
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, EOFError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path}: damaged or not an .npz file of plain numbers") from error
