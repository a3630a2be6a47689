"""Loaders: small files of the true format are read, every damaged one is named."""

import gzip
import struct

import numpy as np
import pytest

from course_lib.dataset_files import load_cifar10, load_idx, load_mnist

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 28, 28), np.uint8)
LABELS = np.array([3, 1, 4, 1, 5], np.uint8)


def idx(array, type_byte=0x08):
    return (
        bytes([0, 0, type_byte, array.ndim])
        + struct.pack(f">{array.ndim}I", *array.shape)
        + array.tobytes()
    )


def write_mnist(folder, images=IMAGES, labels=LABELS, zipped=False):
    for name, array in (("images-idx3", images), ("labels-idx1", labels)):
        content = idx(array)
        path = folder / f"train-{name}-ubyte"
        if zipped:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content))
        else:
            path.write_bytes(content)


def cifar_record(label, rng):
    return bytes([label]) + rng.integers(0, 256, 3072, np.uint8).tobytes()


@pytest.mark.parametrize("zipped", [False, True])
def test_mnist_is_read_plain_or_gzipped(tmp_path, zipped):
    write_mnist(tmp_path, zipped=zipped)
    x, t = load_mnist(tmp_path)
    assert x.shape == (5, 1, 28, 28) and x.dtype == np.float32
    assert np.array_equal(np.round(x[:, 0] * 255), IMAGES)
    assert t.tolist() == LABELS.tolist()


@pytest.mark.parametrize(
    ("type_byte", "dtype"),
    [(0x09, "i1"), (0x0B, ">i2"), (0x0C, ">i4"), (0x0D, ">f4"), (0x0E, ">f8")],
)
def test_idx_knows_all_its_types(tmp_path, type_byte, dtype):
    array = np.arange(-3, 3).reshape(2, 3).astype(dtype)
    path = tmp_path / "a.idx"
    path.write_bytes(idx(array, type_byte))
    read = load_idx(path)
    assert np.array_equal(read, array) and read.dtype.isnative


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cut off, 4 more bytes expected, got 0"),
        (b"\x89PNG and so on", "not an idx file, it starts with 89 50 4e 47"),
        (b"\0\0\x08\0", "not an idx file"),
        (b"\0\0\x08\x02\0\0", "cut off, 8 more bytes expected, got 2"),
        (idx(LABELS)[:-1], "cut off, 5 more bytes expected, got 4"),
        (idx(LABELS) + b"\0", "goes on after the 5 bytes that its header promises"),
        (b"\0\0\x08\x03" + b"\xff" * 12, "the header promises .* bytes, more than"),
        (gzip.compress(idx(IMAGES), mtime=0)[:-500], "damaged or cut off, it cannot be unzipped"),
        (b"\x1f\x8bnonsense", "damaged or cut off, it cannot be unzipped"),
    ],
)
def test_damaged_idx_files_are_named(tmp_path, content, message):
    path = tmp_path / "train-labels-idx1-ubyte"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message) as caught:
        load_idx(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (IMAGES[:4], LABELS, "4 images but 5 labels"),
        (IMAGES, LABELS + 7, "labels from 0 to 9 expected"),
        (IMAGES[0], LABELS, r"images \(n, height, width\) of bytes expected"),
    ],
)
def test_files_that_do_not_belong_together_are_named(tmp_path, images, labels, message):
    write_mnist(tmp_path, images, labels)
    with pytest.raises(ValueError, match=message):
        load_mnist(tmp_path)


def test_missing_files_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="neither t10k-images-idx3-ubyte nor .*gz is here"):
        load_mnist(tmp_path, "test")
    with pytest.raises(ValueError, match="part: 'train' or 'test' expected, got 'all'"):
        load_mnist(tmp_path, "all")
    with pytest.raises(FileNotFoundError, match="no such file"):
        load_cifar10(tmp_path / "data_batch_1.bin")


def test_cifar_is_read_from_several_files(tmp_path):
    rng = np.random.default_rng(0)
    first, second = cifar_record(7, rng) + cifar_record(0, rng), cifar_record(9, rng)
    (tmp_path / "1.bin").write_bytes(first)
    (tmp_path / "2.bin.gz").write_bytes(gzip.compress(second))
    x, t = load_cifar10(tmp_path / "1.bin", tmp_path / "2.bin.gz")
    assert x.shape == (3, 3, 32, 32) and t.tolist() == [7, 0, 9]
    assert x[0, 0, 0, :3] * 255 == pytest.approx(list(first[1:4]))
    assert x[0, 2, 31, 31] * 255 == pytest.approx(first[3072])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a multiple of 3073 bytes expected, one record per image, got 0"),
        (b"\0" * 3000, "a multiple of 3073 bytes expected"),
        (b"\x0a" + b"\0" * 3072, "labels from 0 to 9 expected, got 10"),
    ],
)
def test_damaged_cifar_files_are_named(tmp_path, content, message):
    path = tmp_path / "data_batch_1.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        load_cifar10(path)


def test_cifar_needs_a_file():
    with pytest.raises(ValueError, match="paths: at least one file expected"):
        load_cifar10()
