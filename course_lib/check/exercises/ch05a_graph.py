"""Chapter 5, blame on a small graph, the count of parameters, and which way weights move."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "05_backprop"


# --- graph_blame ------------------------------------------------------------------------------


def graph_blame(a, b, c):
    p, q = a + b, b * c
    blame_p, blame_q = q, p  # r = p · q: a product swaps
    return blame_p, blame_p + c * blame_q, b * blame_q


def _graph_by_formula(a, b, c):
    # r = (a + b) b c, differentiated by hand
    return [b * c, (a + 2 * b) * c, (a + b) * b]


def _graph_backwards(a, b, c):
    grad = dict.fromkeys("abcpq", 0.0)
    grad["p"] += 1.0 * (b * c)
    grad["q"] += 1.0 * (a + b)
    for name in "ab":
        grad[name] += grad["p"]
    grad["b"] += c * grad["q"]
    grad["c"] += b * grad["q"]
    return np.array([grad[name] for name in "abc"])


def _more_graphs(rng: np.random.Generator) -> Iterator[Case]:
    a, b, c = rng.integers(-9, 10, 3)
    yield case("more", int(a), int(b), int(c))


GRAPH_BLAME = Exercise(
    id="graph_blame",
    chapter=CHAPTER,
    title="Blame on a graph",
    reference=graph_blame,
    wanted="three numbers: the gradients of a, b and c",
    cases=(
        case("a = 1, b = 2, c = 3", 1, 2, 3),
        case("a negative number", 2, -3, 5),
        case("c = 0", 4, 1, 0),
        case("a + b = 0", 3, -3, 2),
        case("halves", 0.5, 1.5, -2.0),
    ),
    more=_more_graphs,
    misconceptions=(
        Misconception(
            "only the first branch of b",
            lambda a, b, c: (b * c, b * c, b * (a + b)),
            "the gradient of b holds only the blame that comes back from p = a + b. But b is used "
            "in q = b·c as well: where a wire forks, the blames of both branches are added.",
            (CHAPTER, "Blame travels back"),
        ),
        Misconception(
            "only the second branch of b",
            lambda a, b, c: (b * c, c * (a + b), b * (a + b)),
            "the gradient of b holds only the blame that comes back from q = b·c. But b is used in "
            "p = a + b as well: where a wire forks, the blames of both branches are added.",
            (CHAPTER, "Blame travels back"),
        ),
        Misconception(
            "product not swapped at the end",
            lambda a, b, c: (a + b, a + b + c * b * c, b * b * c),
            "you give p and q their own values as blame. A product swaps: r = p·q, so p's blame is "
            "q, and q's blame is p.",
            (CHAPTER, "Blame travels back"),
        ),
        Misconception(
            "product not swapped inside",
            lambda a, b, c: (b * c, b * c + b * (a + b), c * (a + b)),
            "in q = b·c you give b its own value times the blame of q, and c likewise. A product "
            "swaps: b gets c times the blame, c gets b times the blame.",
            (CHAPTER, "Blame travels back"),
        ),
        Misconception(
            "copied through a product",
            lambda a, b, c: (b * c, b * c + (a + b), b * (a + b)),
            "in q = b·c you give b a plain copy of the blame of q. Copying is for sums; a product "
            "swaps: b gets c times that blame.",
            (CHAPTER, "Blame travels back"),
        ),
        Misconception(
            "branches multiplied",
            lambda a, b, c: (b * c, b * c * c * (a + b), b * (a + b)),
            "for b you multiply the blames of its two branches. Along a chain slopes are "
            "multiplied; where a wire forks, the branches are added.",
            (CHAPTER, "Blame travels back"),
        ),
        Misconception(
            "the graph of the chapter",
            lambda a, b, c: (b * (b + c), a * (b + c) + a * b, a * b),
            "these are the gradients of the chapter's graph, with p = a·b and q = b + c. Here p "
            "is the sum and q the product.",
            (CHAPTER, "Three numbers on paper"),
        ),
    ),
    alternatives=(_graph_by_formula, _graph_backwards),
    hints=(
        "Go forward first: what are p and q? Then start at the end: the blame of r is 1.",
        "r is a product: what is the blame of p, what that of q? Then p is a sum (it copies) and q "
        "is a product (it swaps). b receives blame from both.",
        "The blame of p is q, and the blame of q is p. a gets the blame of p. c gets b times the "
        "blame of q. b gets what a gets, plus c times the blame of q.",
    ),
    section=(CHAPTER, "Blame travels back"),
    sources=("E6",),
    points=(1, 2),
    tolerance=1e-9,
)


# --- count_parameters -------------------------------------------------------------------------


def count_parameters(sizes):
    total = 0
    for before, here in zip(sizes, sizes[1:], strict=False):
        total += (before + 1) * here
    return total


def _count_by_index(sizes):
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    return weights + sum(sizes) - sizes[0]


def _count_arrays(sizes):
    d = np.array(sizes)
    return float(np.dot(d[:-1] + 1, d[1:]))


def _pairs(formula):
    return lambda sizes: sum(formula(a, b) for a, b in zip(sizes, sizes[1:], strict=False))


def _more_sizes(rng: np.random.Generator) -> Iterator[Case]:
    count = int(rng.integers(2, 6))
    yield case("more", [int(d) for d in rng.integers(2, 20, count)])


COUNT_PARAMETERS = Exercise(
    id="count_parameters",
    chapter=CHAPTER,
    title="How many numbers has a network?",
    reference=count_parameters,
    wanted="one whole number",
    cases=(
        case("C or T", [12, 3, 2]),
        case("XOR", [2, 2, 1]),
        case("one layer that reads digits", [64, 10]),
        case("three layers", [64, 32, 16, 10]),
    ),
    more=_more_sizes,
    misconceptions=(
        Misconception(
            "no biases",
            _pairs(lambda a, b: a * b),
            "you count the weights only. Every unit has a bias as well.",
            (CHAPTER, "C or T: a network of 47 numbers"),
        ),
        Misconception(
            "one bias for each layer",
            _pairs(lambda a, b: a * b + 1),
            "you count one bias for each layer. Each unit of a layer has its own.",
            (CHAPTER, "C or T: a network of 47 numbers"),
        ),
        Misconception(
            "a bias for each input",
            _pairs(lambda a, b: a * b + a),
            "you count a bias for each unit that the wires come from. The bias belongs to the unit "
            "at which they end: inputs have none, outputs have one.",
            (CHAPTER, "C or T: a network of 47 numbers"),
        ),
        Misconception(
            "inputs with biases too",
            lambda sizes: count_parameters(sizes) + sizes[0],
            "you count biases for the inputs too. An input is a number that is given; nothing is "
            "added to it.",
            (CHAPTER, "C or T: a network of 47 numbers"),
        ),
        Misconception(
            "last layer only",
            lambda sizes: count_parameters(sizes[-2:]),
            "you count the numbers of the last layer only (for 12–3–2 that is 8). Add up all "
            "layers.",
            (CHAPTER, "Layers and their shapes"),
        ),
        Misconception(
            "last layer left out",
            lambda sizes: count_parameters(sizes[:-1]),
            "you leave out the last layer (for 12–3–2 you have 39). Three sizes make two pairs "
            "of neighbours: 12 with 3, and 3 with 2.",
            (CHAPTER, "C or T: a network of 47 numbers"),
        ),
    ),
    alternatives=(_count_by_index, _count_arrays),
    hints=(
        "Count for 12–3–2 on paper: how many numbers has one hidden unit? How many hidden units?",
        "A layer of d units after one of c units has c weights and 1 bias for each of its d units.",
        "Go through the pairs of neighbours in the list, for example by an index from 1 on, and "
        "add (units before + 1) times (units here).",
    ),
    section=(CHAPTER, "C or T: a network of 47 numbers"),
    sources=("C10", "B9", "B10"),
    points=(1, 1),
)


# --- weight_moves -----------------------------------------------------------------------------


def weight_moves(y, target, h, eta):
    t = np.zeros(len(y))
    t[target] = 1
    # Against the slope: the error of the output times the activity at the start of the wire.
    return -eta * np.outer(y - t, h)


def _moves_loops(y, target, h, eta):
    table = []
    for k in range(len(y)):
        error = y[k] - (1 if k == target else 0)
        table.append([-eta * error * value for value in h])
    return table


def _moves_broadcast(y, target, h, eta):
    error = y - np.eye(len(y))[target]
    return eta * (error[:, None] * -h)


def _one_hot(y, target):
    return np.eye(len(y))[target]


def _more_moves(rng: np.random.Generator) -> Iterator[Case]:
    k, m = int(rng.integers(3, 5)), int(rng.integers(2, 6))
    scores = np.exp(rng.normal(0, 1.5, k))
    h = (rng.integers(-4, 10, m) / 10).astype(float)
    y = (scores / scores.sum()).round(4)
    yield case("more", y, int(rng.integers(0, k)), h, float(rng.choice([0.5, 1.0, 2.0])))


_CLASS_2 = array([0.0068, 0.1592, 0.8340])

WEIGHT_MOVES = Exercise(
    id="weight_moves",
    chapter=CHAPTER,
    title="Which way does each weight move?",
    reference=weight_moves,
    wanted="a table with a row for each output and a column for each hidden unit",
    cases=(
        case("class 2, one active hidden unit", _CLASS_2, 2, array([1.0, 0.0]), 1.0),
        case("class 2, a negative activity", _CLASS_2, 2, array([0.9, -0.5]), 1.0),
        case("class 0, η = 0.5", _CLASS_2, 0, array([0.5, 0.25, 1.0, 0.0]), 0.5),
        case("four classes", array([0.1, 0.2, 0.3, 0.4]), 1, array([1.0, 0.5, -1.0]), 2.0),
    ),
    more=_more_moves,
    misconceptions=(
        Misconception(
            "uphill",
            lambda y, target, h, eta: eta * np.outer(y - _one_hot(y, target), h),
            "every sign is turned round: your steps go up the slope and make the error larger. The "
            "slope is (y - t)·h; the move is minus η times the slope.",
            (CHAPTER, "Which way does each weight move?"),
        ),
        Misconception(
            "rows and columns exchanged",
            lambda y, target, h, eta: -eta * np.outer(h, y - _one_hot(y, target)),
            "rows and columns are exchanged. Wanted is a row for each output (where the wire ends) "
            "and a column for each hidden unit (where it starts).",
            (CHAPTER, "Layers and their shapes"),
        ),
        Misconception(
            "only the right class",
            lambda y, target, h, eta: (
                -eta * np.outer((y - _one_hot(y, target)) * _one_hot(y, target), h)
            ),
            "you move only the weights of the right class. The other outputs are wrong too: they "
            "should be 0, so their weights have to go down.",
            (CHAPTER, "Which way does each weight move?"),
        ),
        Misconception(
            "activity forgotten",
            lambda y, target, h, eta: -eta * np.outer(y - _one_hot(y, target), np.ones(len(h))),
            "your moves do not depend on h. A weight moves in proportion to the activity at the "
            "start of its wire: a silent unit's weights stay, those of a negative one go the other "
            "way.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "sigmoid slope too many",
            lambda y, target, h, eta: -eta * np.outer((y - _one_hot(y, target)) * y * (1 - y), h),
            "you multiply by y(1 - y). That factor belongs to the squared error on sigmoids. For a "
            "softmax with cross-entropy the slope at the score is y - t, nothing else.",
            (CHAPTER, "Which way does each weight move?"),
        ),
        Misconception(
            "classes counted from 1",
            lambda y, target, h, eta: -eta * np.outer(y - _one_hot(y, target - 1), h),
            "you count the classes from 1. Class 2 is y[2], the third output: Python counts "
            "from 0.",
            (CHAPTER, "Which way does each weight move?"),
        ),
        Misconception(
            "class number as target",
            lambda y, target, h, eta: -eta * np.outer(y - target, h),
            "you subtract the number of the class from every output. It only says *which* output "
            "should be 1; the others should be 0. Make that list t first.",
            (CHAPTER, "Which way does each weight move?"),
        ),
        Misconception(
            "slope instead of move",
            lambda y, target, h, eta: np.outer(y - _one_hot(y, target), h),
            "these are the slopes, and the moves are wanted: minus η times the slope.",
            (CHAPTER, "Which way does each weight move?"),
        ),
        Misconception(
            "step size forgotten",
            lambda y, target, h, eta: -np.outer(y - _one_hot(y, target), h),
            "the directions are right, but the moves do not depend on η. The move is minus η "
            "times the slope.",
            (CHAPTER, "Which way does each weight move?"),
        ),
    ),
    alternatives=(_moves_loops, _moves_broadcast),
    hints=(
        "Write down the three errors y - t for the class-2 example. Which of them is negative?",
        "The slope of the weight from hidden unit i to output k is (y[k] - t[k])·h[i], with t = 1 "
        "for the right class and 0 for the others. The move is minus η times the slope.",
        "Make t by np.zeros(len(y)) and t[target] = 1. np.outer(p, q) is the table whose row k, "
        "column i holds p[k]·q[i].",
    ),
    section=(CHAPTER, "Which way does each weight move?"),
    sources=("D12",),
    points=(2, 2),
    tolerance=1e-9,
)

EXERCISES = (GRAPH_BLAME, COUNT_PARAMETERS, WEIGHT_MOVES)
