"""Chapter 1, gates: their weights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check.model import Case, Exercise, Misconception, Unusable, case

CHAPTER = "01_formal_neuron"

# --- gate_weights -----------------------------------------------------------------------------


def gate_weights(gate, n):
    # AND needs all n inputs, OR needs one; NAND and NOR are their mirror images.
    needed = n if gate in ("AND", "NAND") else 1
    sign = -1 if gate in ("NAND", "NOR") else 1
    return [sign] * n, -sign * (needed - 0.5)


def _gate_at_threshold(gate, n):
    return {
        "AND": (np.ones(n), -n),
        "OR": (np.ones(n), -1),
        "NAND": (-np.ones(n), n - 1),
        "NOR": (-np.ones(n), 0),
    }[gate]


def _gate_unequal(gate, n):
    # Weights 4, 5, 6, ... : any positive weights do, if the bias goes with them.
    w = [4 + i for i in range(n)]
    total = sum(w)
    if gate == "AND":
        return tuple(w), 1 - total
    if gate == "OR":
        return tuple(w), -2
    if gate == "NAND":
        return [-v for v in w], total - 1
    return [-v for v in w], 3.5


def _gate_table(args, result):
    """The truth table that weights and bias make, for it is the table that was asked for."""
    n = args[1]
    try:
        w, b = result
        w, b = np.asarray(w, dtype=float), float(b)
    except (TypeError, ValueError):
        raise Unusable("wanted is the pair (w, b): a list of weights and one number") from None
    if w.shape != (n,):
        raise Unusable(f"{n} inputs need {n} weights, but w has shape {w.shape}")
    rows = (np.arange(2**n)[:, None] >> np.arange(n)[::-1]) & 1
    return (rows @ w + b >= 0).astype(int)


def _gate_sign(gate, n):
    w, b = gate_weights(gate, n)
    return w, -b


def _gate_two_inputs(gate, n):
    return [gate_weights(gate, 2)[0][0]] * n, gate_weights(gate, 2)[1]


def _gate_mixed(gate, n):
    other = {"AND": "OR", "OR": "AND", "NAND": "NOR", "NOR": "NAND"}
    return gate_weights(other[gate], n)


def _gate_not_turned(gate, n):
    return gate_weights({"NAND": "AND", "NOR": "OR"}.get(gate, gate), n)


def _gate_only_bias(gate, n):
    w, b = gate_weights(gate, n)
    return np.abs(w), b


def _gate_only_weights(gate, n):
    w, b = gate_weights(gate, n)
    return w, -abs(b)


def _gate_nand_is_nor(gate, n):
    return gate_weights({"NAND": "NOR", "NOR": "NAND"}.get(gate, gate), n)


def _gate_turned_at_border(gate, n):
    w, b = _gate_at_threshold({"NAND": "AND", "NOR": "OR"}.get(gate, gate), n)
    return (-w, -b) if gate in ("NAND", "NOR") else (w, b)


def _more_gates(rng: np.random.Generator) -> Iterator[Case]:
    gate = ("AND", "OR", "NAND", "NOR")[int(rng.integers(4))]
    yield case("more", gate, int(rng.integers(2, 7)))


GATE_WEIGHTS = Exercise(
    id="gate_weights",
    chapter=CHAPTER,
    title="Weights and a bias for AND, OR, NAND, NOR",
    reference=gate_weights,
    wanted="the pair (w, b): n weights and one bias",
    cases=(
        case("AND of two (the table is shown)", "AND", 2),
        case("OR of two", "OR", 2),
        case("NAND of two", "NAND", 2),
        case("AND of three", "AND", 3),
        case("NOR of three", "NOR", 3),
    ),
    more=_more_gates,
    misconceptions=(
        Misconception(
            "sign of the bias",
            _gate_sign,
            "the sign of your bias is turned round: it looks like the threshold itself. The bias "
            "is added, so an AND with weights 1, 1 and bias +1.5 fires always.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "right for two inputs only",
            _gate_two_inputs,
            "your bias does not grow with the number of inputs. AND of three inputs must wait for "
            "all three, so its threshold is higher than that of two.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "AND and OR exchanged",
            _gate_mixed,
            "your AND fires when one input is on, and your OR waits for all of them: the two are "
            "exchanged.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "NAND not turned",
            _gate_not_turned,
            "your NAND does what AND does (and NOR what OR does). To say the opposite, turn the "
            "sign of the weights and of the bias.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "NAND: only the bias turned",
            _gate_only_bias,
            "AND and OR are right. For NAND and NOR you have turned the sign of the bias alone, "
            "so more inputs still push the sum up. The weights must be turned too.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "NAND: only the weights turned",
            _gate_only_weights,
            "AND and OR are right. For NAND and NOR you have turned the signs of the weights "
            "alone. Then no sum reaches 0, and the unit never fires: turn the bias too.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "NAND and NOR exchanged",
            _gate_nand_is_nor,
            "AND and OR are right, but NAND and NOR are exchanged. NAND is silent only when all "
            "inputs are on, NOR as soon as one is.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "turned at the border",
            _gate_turned_at_border,
            "AND and OR are right. In one row their sum is exactly 0, and 0 with its sign turned "
            "is still 0: there your NAND or NOR fires as well. Put the threshold half-way between "
            "two counts before you turn the signs.",
            (CHAPTER, "Threshold and bias"),
        ),
    ),
    alternatives=(_gate_at_threshold, _gate_unequal),
    hints=(
        "How many inputs must be on before AND fires? Before OR fires?",
        "With all weights 1 the sum counts the inputs that are on. Put the threshold half-way "
        "between the last count that must be silent and the first that must fire.",
        "AND: between n - 1 and n. OR: between 0 and 1. The bias is that threshold with its sign "
        "turned. For NAND and NOR turn all signs, those of the weights and that of the bias.",
    ),
    section=(CHAPTER, "Threshold and bias"),
    sources=("A2", "B5"),
    points=(1, 2),
    view=_gate_table,
    off_limits=("course_lib.circuits.nand_gate", "course_lib.circuits.gate_from_threshold"),
)

EXERCISES = (GATE_WEIGHTS,)
