"""Loaders for files that the reader already has: MNIST (idx) and CIFAR-10 (binary version).

Nothing is downloaded.  Every file is checked, its magic number, its sizes, its end, before a
single number of it is used; a wrong file gives one line that says what is wrong with it.
"""

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["CIFAR10_CLASSES", "load_cifar10", "load_idx", "load_mnist"]

CIFAR10_CLASSES = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip

_IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_LARGEST = 2**31  # bytes: more is no data set for this book, but a wrong or hostile header


def load_idx(path: str | Path) -> NDArray:
    """The array of an idx file, plain or gzipped, in its own type and shape.

    The file: two zero bytes, a type byte, the number of axes, each length as a big-endian 32-bit
    number, then the numbers.  Raises FileNotFoundError, or ValueError for any other content.
    Source: LeCun, Cortes & Burges, description of the MNIST files.
    """
    path = Path(path)
    with _open(path) as file:
        magic = _read(file, 4, path)
        if magic[:2] != b"\0\0" or magic[2] not in _IDX_TYPES or not 1 <= magic[3] <= 8:
            raise ValueError(f"{path}: not an idx file, it starts with {magic.hex(' ')}")
        axes = magic[3]
        shape = struct.unpack(f">{axes}I", _read(file, 4 * axes, path))
        dtype = np.dtype(_IDX_TYPES[magic[2]])
        size = dtype.itemsize
        for length in shape:
            size *= length
        if size > _LARGEST:
            raise ValueError(f"{path}: the header promises {size:,} bytes, more than {_LARGEST:,}")
        content = _read(file, size, path)
        if _read(file, 1, path, exactly=False):
            raise ValueError(f"{path}: goes on after the {size:,} bytes that its header promises")
    return np.frombuffer(content, dtype).reshape(shape).astype(dtype.newbyteorder("="))


def load_mnist(folder: str | Path, part: str = "train") -> tuple[NDArray, NDArray]:
    """MNIST (or a data set in its format) from its idx files: images (n, 1, 28, 28) and labels.

    folder: holds `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, or `t10k-…`, each
        plain or with `.gz`
    part: "train" or "test"
    Returns ink from 0 to 1 in float32 and labels 0..9.
    """
    prefixes = {"train": "train", "test": "t10k"}
    if part not in prefixes:
        raise ValueError(f"part: 'train' or 'test' expected, got {part!r}")
    images_path = _find(Path(folder), f"{prefixes[part]}-images-idx3-ubyte")
    labels_path = _find(Path(folder), f"{prefixes[part]}-labels-idx1-ubyte")
    images, labels = load_idx(images_path), load_idx(labels_path)
    if images.ndim != 3 or images.dtype != np.uint8:
        raise ValueError(f"{images_path}: images (n, height, width) of bytes expected")
    if labels.ndim != 1 or labels.dtype != np.uint8 or (labels.size and labels.max() > 9):
        raise ValueError(f"{labels_path}: labels from 0 to 9 expected")
    if len(images) != len(labels):
        raise ValueError(f"{folder}: {len(images)} images but {len(labels)} labels")
    return _as_ink(images[:, None]), labels.astype(np.int64)


def load_cifar10(*paths: str | Path) -> tuple[NDArray, NDArray]:
    """CIFAR-10 from files of its binary version: images (n, 3, 32, 32) and labels 0..9.

    paths: `data_batch_1.bin`, …, or `test_batch.bin`, plain or gzipped; one or several.
    Each image is a label byte and 3072 bytes, red, green and blue, row by row.
    Source: Krizhevsky 2009.
    """
    if not paths:
        raise ValueError("paths: at least one file expected, got none")
    record, parts = 1 + 3 * 32 * 32, []
    for path in map(Path, paths):
        with _open(path) as file:
            content = _read(file, _LARGEST, path, exactly=False)
        if not content or len(content) % record:
            raise ValueError(
                f"{path}: a multiple of {record} bytes expected, one record per image, "
                f"got {len(content):,}"
            )
        parts.append(np.frombuffer(content, np.uint8).reshape(-1, record))
        if parts[-1][:, 0].max() > 9:
            raise ValueError(f"{path}: labels from 0 to 9 expected, got {parts[-1][:, 0].max()}")
    records = np.concatenate(parts)
    return _as_ink(records[:, 1:].reshape(-1, 3, 32, 32)), records[:, 0].astype(np.int64)


def _as_ink(pixels: NDArray) -> NDArray:
    return pixels.astype(np.float32) / np.float32(255)


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise FileNotFoundError(f"{folder}: neither {name} nor {name}.gz is here")


def _open(path: Path):
    """The file, unzipped on the way if it is gzipped."""
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file")
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if zipped else path.open("rb")


def _read(file, size: int, path: Path, exactly: bool = True) -> bytes:
    try:
        content = file.read(size)
    except (EOFError, OSError, zlib.error):
        raise ValueError(f"{path}: damaged or cut off, it cannot be unzipped") from None
    if exactly and len(content) != size:
        raise ValueError(f"{path}: cut off, {size:,} more bytes expected, got {len(content):,}")
    return content
