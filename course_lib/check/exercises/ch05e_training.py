"""Chapter 5, the five steps of training."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch05d_backward import (
    CORNERS,
    LIBRARY,
    XOR,
    XOR_NET,
    backward_in_columns,
    backward_one_by_one,
    draw_net,
    full_pass,
)
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "05_backprop"


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


# --- train ------------------------------------------------------------------------------------


def train(X, T, W, b, V, c, eta, enough, max_steps):
    steps = 0
    while steps < max_steps:
        loss, grad_W, grad_b, grad_V, grad_c = full_pass(X, T, W, b, V, c)
        if loss < enough:
            break
        W, b, V, c = W - eta * grad_W, b - eta * grad_b, V - eta * grad_V, c - eta * grad_c
        steps += 1
    return W, b, V, c, steps


def _train_for(X, T, W, b, V, c, eta, enough, max_steps):
    theta = [np.array(part, dtype=float) for part in (W, b, V, c)]
    for step in range(max_steps):
        loss, *slopes = backward_one_by_one(X, T, *theta)
        if loss < enough:
            return *theta, step
        for part, slope in zip(theta, slopes, strict=True):
            part -= eta * slope
    return *theta, max_steps


def _train_recursive_free(X, T, W, b, V, c, eta, enough, max_steps):
    done = 0
    loss, gw, gb, gv, gc = backward_in_columns(X, T, W, b, V, c)
    while loss >= enough and done != max_steps:
        W, b = W + eta * (-np.array(gw)), b - eta * gb
        V, c = V - eta * gv, c - eta * gc
        done += 1
        loss, gw, gb, gv, gc = backward_in_columns(X, T, W, b, V, c)
    return [W, b, V, c, done]


def _variant(step, stops=True, late=False):
    """A training loop with another step; `late`: it looks at the loss after the step."""

    def wrong(X, T, W, b, V, c, eta, enough, max_steps):
        steps = 0
        while steps < max_steps:
            loss = full_pass(X, T, W, b, V, c)[0]
            if stops and not late and loss < enough:
                break
            W, b, V, c = step(X, T, W, b, V, c, eta)
            steps += 1
            if late and loss < enough:
                break
        return W, b, V, c, steps

    return wrong


def _counts_from_0(X, T, W, b, V, c, eta, enough, max_steps):
    counted = 0
    for k in range(max_steps):
        counted = k
        if full_pass(X, T, W, b, V, c)[0] < enough:
            break
        W, b, V, c = _usual(X, T, W, b, V, c, eta)
    return W, b, V, c, counted


def _usual(X, T, W, b, V, c, eta):
    _, gw, gb, gv, gc = full_pass(X, T, W, b, V, c)
    return W - eta * gw, b - eta * gb, V - eta * gv, c - eta * gc


def _gradients_once(X, T, W, b, V, c, eta, enough, max_steps):
    slopes, net, steps = full_pass(X, T, W, b, V, c)[1:], (W, b, V, c), 0
    while steps < max_steps and full_pass(X, T, *net)[0] >= enough:
        net = tuple(part - eta * slope for part, slope in zip(net, slopes, strict=True))
        steps += 1
    return *net, steps


def _output_first(X, T, W, b, V, c, eta):
    _, _, _, gv, gc = full_pass(X, T, W, b, V, c)
    H = _sigmoid(X @ W.T + b)
    Y = _sigmoid(H @ V.T + c)
    do = (Y - T) * Y * (1 - Y) / len(X)
    V, c = V - eta * gv, c - eta * gc
    dh = do @ V * H * (1 - H)
    return W - eta * dh.T @ X, b - eta * dh.sum(0), V, c


def _one_after_the_other(X, T, W, b, V, c, eta):
    # each part is moved by a gradient that already knows the moves before it
    W = W - eta * full_pass(X, T, W, b, V, c)[1]
    b = b - eta * full_pass(X, T, W, b, V, c)[2]
    V = V - eta * full_pass(X, T, W, b, V, c)[3]
    return W, b, V, c - eta * full_pass(X, T, W, b, V, c)[4]


def _part(which):
    def step(X, T, W, b, V, c, eta):
        new = _usual(X, T, W, b, V, c, eta)
        return tuple(
            n if i in which else o for i, (n, o) in enumerate(zip(new, (W, b, V, c), strict=True))
        )

    return step


def _uphill(X, T, W, b, V, c, eta):
    return _usual(X, T, W, b, V, c, -eta)


def _after_one_step(X, T, net, eta):
    W, b, V, c = net
    return _usual(X, T, W, b, V, c, eta)


def _more_training(rng: np.random.Generator) -> Iterator[Case]:
    n, d, m, k = (int(v) for v in rng.integers((2, 2, 2, 1), (5, 4, 4, 3)))
    X, T = rng.integers(0, 2, (n, d)).astype(float), rng.integers(0, 2, (n, k)).astype(float)
    X[0] = 1.0
    net = draw_net(rng, d, m, k)
    eta, most = float(rng.choice([1.0, 2.0, 4.0])), int(rng.integers(3, 9))
    if rng.random() < 0.5:
        # a goal that is met on the way: between the losses after step 1 and 2
        one = _after_one_step(X, T, net, eta)
        two = _after_one_step(X, T, one, eta)
        first, second = (full_pass(X, T, *now)[0] for now in (one, two))
        yield case("more", X, T, *net, eta, (first + second) / 2, most)
    else:
        yield case("more", X, T, *net, eta, 0.0001, most)


_GOAL = array([[1.0], [1.0]])

TRAIN = Exercise(
    id="train",
    chapter=CHAPTER,
    title="Five steps: your network learns",
    reference=train,
    wanted="five results: W, b, V, c and the number of steps made",
    cases=(
        case("one step on XOR", CORNERS, XOR, *XOR_NET, 2.0, 0.001, 1),
        case("five steps on XOR", CORNERS, XOR, *XOR_NET, 2.0, 0.001, 5),
        case("good enough already", CORNERS[:2], _GOAL, *XOR_NET, 2.0, 0.4, 10),
        case("stops on the way", CORNERS[:2], _GOAL, *XOR_NET, 4.0, 0.03, 50),
    ),
    more=_more_training,
    misconceptions=(
        Misconception(
            "uphill",
            _variant(_uphill),
            "the loss grows: you step *with* the gradient. It points uphill, so subtract it.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "never stops",
            _variant(_usual, stops=False),
            "you always make all the steps. Stop as soon as the loss is below `enough`.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "one step too many",
            _variant(_usual, late=True),
            "you make one step too many: the loss is judged before the step, so if it is good "
            "enough, this step is not made any more.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "counts from 0",
            _counts_from_0,
            "W, b, V and c are right; the number of steps is one too small where the goal is not "
            "reached. After `for k in range(n)` is done, k is n - 1: count the moves instead.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "V overwritten before use",
            _variant(_output_first),
            "the output layer is right, the hidden layer is not: it seems that V has been "
            "changed before the hidden deltas were worked out. First all gradients, then all "
            "moves.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "one after the other",
            _variant(_one_after_the_other),
            "you work out the gradients anew after each part has been moved. All four belong to "
            "the same moment: one call of backward, then move W, b, V and c together.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "last layer only",
            _variant(_part({2, 3})),
            "only V and c move. That was all one could do before backpropagation; now the hidden "
            "layer has gradients too.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "biases stay",
            _variant(_part({0, 2})),
            "the biases b and c never move. They have gradients like the weights.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "gradients worked out once",
            _gradients_once,
            "the first step is right, but all later ones repeat it. After a step the network is "
            "another one: call backward again inside the loop.",
            (CHAPTER, "Five steps"),
        ),
        Misconception(
            "step size forgotten",
            _variant(lambda X, T, W, b, V, c, eta: _usual(X, T, W, b, V, c, 1.0)),
            "your steps do not depend on eta. Each move is eta times the gradient.",
            (CHAPTER, "Five steps"),
        ),
    ),
    alternatives=(_train_for, _train_recursive_free),
    hints=(
        "Do one step first: call backward, then subtract η times each gradient.",
        "A loop of at most max_steps rounds. In each: loss and gradients from backward; if the "
        "loss is below `enough`, leave; otherwise move all four and count the step.",
        "Write W = W - eta * grad_W (not W -= ..., which would change the caller's array), the "
        "same for b, V and c. `break` leaves a loop. The counter goes up after a move.",
    ),
    section=(CHAPTER, "Five steps"),
    sources=("C15", "A9", "C4"),
    points=(2, 3),
    tolerance=1e-8,
    off_limits=LIBRARY,
)

EXERCISES = (TRAIN,)
