"""Chapter 3, parity by layers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check import tools
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "03_xor"


def _rows(n: int) -> np.ndarray:
    return (np.arange(2**n)[:, None] >> np.arange(n)[::-1]) & 1


# --- parity -----------------------------------------------------------------------------------


def parity(xor, bits):
    layer = list(bits)
    while len(layer) > 1:
        pairs = [xor(p, q) for p, q in zip(layer[::2], layer[1::2], strict=False)]
        if len(layer) % 2:
            pairs.append(layer[-1])  # the odd one waits for the next layer
        layer = pairs
    return layer[0]


def _parity_halves(xor, bits):
    if len(bits) == 1:
        return bits[0]
    middle = len(bits) // 2
    return xor(_parity_halves(xor, bits[:middle]), _parity_halves(xor, bits[middle:]))


def _parity_queue(xor, bits):
    queue = list(bits)
    while len(queue) > 1:
        queue.append(xor(queue.pop(0), queue.pop(0)))
    return queue[0]


def _parity_chain(xor, bits):
    result = bits[0]
    for bit in bits[1:]:
        result = xor(result, bit)
    return result


def _parity_first_twice(xor, bits):
    result = bits[0]
    for bit in bits:
        result = xor(result, bit)
    return result


def _parity_drops(xor, bits):
    layer = list(bits)
    while len(layer) > 1:
        layer = [xor(p, q) for p, q in zip(layer[::2], layer[1::2], strict=False)]
    return layer[0]


def _parity_view(args, result):
    """The number of layers that it took, and the table that comes out."""
    value = tools.read(result)
    if not isinstance(value, np.ndarray):
        value = np.full(2 ** len(args[1]), value) if isinstance(value, int | float) else value
    return tools.depth(result), value


def _parity_case(name: str, n: int) -> Case:
    return case(name, tools.xor, tools.wires(_rows(n)))


def _more_parity(rng: np.random.Generator) -> Iterator[Case]:
    yield _parity_case("more", int(rng.integers(1, 10)))


PARITY = Exercise(
    id="parity",
    chapter=CHAPTER,
    title="Parity of many bits, by layers",
    reference=parity,
    wanted="one wire",
    cases=(
        _parity_case("two bits: (layers, table)", 2),
        _parity_case("three bits", 3),
        _parity_case("four bits", 4),
        _parity_case("one bit", 1),
        _parity_case("five bits", 5),
    ),
    more=_more_parity,
    misconceptions=(
        Misconception(
            "a chain",
            _parity_chain,
            "the table is right, but each xor waits for the one before: n bits need n - 1 layers. "
            "Pair neighbours, all at once, then pair the results: four bits need two layers.",
            (CHAPTER, "Any table, by layers"),
        ),
        Misconception(
            "odd one dropped",
            _parity_drops,
            "when the number of wires is odd, the last one is lost. It must wait for the next "
            "layer.",
            (CHAPTER, "Any table, by layers"),
        ),
        Misconception(
            "first bit twice",
            _parity_first_twice,
            "the first bit enters twice, and xor(b, b) is 0: so it has no influence. Start the "
            "loop at the second bit. (And a chain is longer than needed.)",
            (CHAPTER, "Any table, by layers"),
        ),
        Misconception(
            "ends only",
            lambda xor, bits: xor(bits[0], bits[-1]) if len(bits) > 1 else bits[0],
            "only the first and the last bit have any influence. All bits count.",
            (CHAPTER, "Any table, by layers"),
        ),
    ),
    alternatives=(_parity_halves, _parity_queue),
    hints=(
        "With four bits: which two xor parts can work at the same time, without waiting?",
        "One layer turns n wires into about n/2: first with second, third with fourth, ... Repeat "
        "with the results until one wire is left.",
        "Keep a list. While it has more than one wire, build a new list from pairs; if one is "
        "left over at the end, put it into the new list as it is.",
    ),
    section=(CHAPTER, "Any table, by layers"),
    sources=("B5", "A9"),
    points=(2, 2),
    view=_parity_view,
)

EXERCISES = (PARITY,)
