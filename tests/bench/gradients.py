"""Every layer and loss against PyTorch: outputs, losses and gradients agree.

Run by `make bench`, which installs PyTorch: `python -m pytest tests/bench/gradients.py`.
Relative difference ≤ 1e-5 in float32 and ≤ 1e-10 in float64, of the whole gradient vector and of
the gradient of the input.
"""

import numpy as np
import pytest
import torch
from torch.nn import functional

from course_lib.conv import AvgPool2D, Conv2D, Flatten, MaxPool2D, batch_first
from course_lib.layers import (
    GELU,
    Dense,
    Identity,
    LeakyReLU,
    ReLU,
    Residual,
    Sigmoid,
    Softmax,
    Tanh,
)
from course_lib.losses import (
    binary_cross_entropy,
    binary_cross_entropy_of_probabilities,
    cross_entropy,
    cross_entropy_of_probabilities,
    squared_error,
)
from course_lib.network import Network
from course_lib.normalisation import BatchNorm, LayerNorm
from course_lib.optim import SGD, AdaGrad, Adam, AdamW, RMSProp
from tests.bench import torch_peer

TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}


def half_squares(y, t):
    return 0.5 * ((y - t) ** 2).sum(-1).mean()


def binary(z, t):
    return functional.binary_cross_entropy_with_logits(z, t, reduction="none").sum(-1).mean()


def binary_p(p, t):
    return functional.binary_cross_entropy(p, t, reduction="none").sum(-1).mean()


def choice_p(p, t):
    return functional.nll_loss(torch.log(p), t)


TWINS = {
    squared_error: half_squares,
    binary_cross_entropy: binary,
    binary_cross_entropy_of_probabilities: binary_p,
    cross_entropy: functional.cross_entropy,
    cross_entropy_of_probabilities: choice_p,
}


def rows(*layers, loss=squared_error, outputs=3, n=7):
    return (lambda: list(layers_of(layers))), (5,), loss, outputs, n


def images(*layers, shape, outputs, n=4):
    return (lambda: list(layers_of(layers))), shape, cross_entropy, outputs, n


def layers_of(makers):
    """Layers made anew: each belongs to one network only."""
    return (make() for make in makers)


def dense(a, b):
    return lambda: Dense(a, b)


def conv(*arguments, **options):
    return lambda: Conv2D(*arguments, **options)


CASES = {
    "dense": rows(dense(5, 3)),
    "one example": rows(dense(5, 3), n=1),
    "identity": rows(dense(5, 3), Identity),
    "relu": rows(dense(5, 4), ReLU, dense(4, 3)),
    "leaky relu": rows(dense(5, 4), lambda: LeakyReLU(0.1), dense(4, 3)),
    "sigmoid": rows(dense(5, 4), Sigmoid, dense(4, 3)),
    "tanh": rows(dense(5, 4), Tanh, dense(4, 3)),
    "gelu": rows(dense(5, 4), GELU, dense(4, 3)),
    "softmax": rows(dense(5, 4), Softmax, dense(4, 3)),
    "layer norm": rows(dense(5, 4), lambda: LayerNorm(4), dense(4, 3)),
    "batch norm": rows(dense(5, 4), lambda: BatchNorm(4), dense(4, 3)),
    "residual": rows(
        dense(5, 4), lambda: Residual([Dense(4, 6), Tanh(), Dense(6, 4)], scale=0.5), dense(4, 3)
    ),
    "binary cross-entropy": rows(dense(5, 3), loss=binary_cross_entropy),
    "binary cross-entropy of probabilities": rows(
        dense(5, 3), Sigmoid, loss=binary_cross_entropy_of_probabilities
    ),
    "cross-entropy": rows(dense(5, 3), loss=cross_entropy),
    "cross-entropy of probabilities": rows(
        dense(5, 3), Softmax, loss=cross_entropy_of_probabilities
    ),
    "conv": images(conv(2, 3, 3), Flatten, shape=(2, 6, 6), outputs=48),
    "conv, one image": images(conv(2, 3, 3), Flatten, shape=(2, 6, 6), outputs=48, n=1),
    "conv, stride 2, padding 1, odd": images(
        conv(2, 3, 3, stride=2, padding=1), Flatten, shape=(2, 7, 9), outputs=60
    ),
    "conv, stride leaves a rest": images(
        conv(1, 2, 3, stride=3), Flatten, shape=(1, 8, 7), outputs=8
    ),
    "conv, oblong": images(
        conv(2, 3, (1, 4), stride=(1, 2), padding=(0, 1)), Flatten, shape=(2, 3, 9), outputs=36
    ),
    "two convs": images(
        conv(1, 3, 3, padding=1), ReLU, conv(3, 2, 2, stride=2), Flatten,
        shape=(1, 7, 5), outputs=12,
    ),
    "max pool": images(
        conv(1, 2, 2), lambda: MaxPool2D(2), Flatten, shape=(1, 7, 8), outputs=18
    ),
    "max pool, overlapping": images(
        conv(1, 2, 2), lambda: MaxPool2D(3, 2), Flatten, shape=(1, 8, 9), outputs=18
    ),
    "average pool": images(
        conv(1, 2, 2), lambda: AvgPool2D(2), Flatten, shape=(1, 7, 8), outputs=18
    ),
    "average pool, overlapping": images(
        conv(1, 2, 2), lambda: AvgPool2D(3, 2), Flatten, shape=(1, 8, 9), outputs=18
    ),
    "batch norm of images": images(
        conv(1, 3, 3), lambda: BatchNorm(3), ReLU, Flatten, shape=(1, 6, 5), outputs=36
    ),
    "lenet-like": images(
        conv(1, 4, 3, padding=1), ReLU, lambda: MaxPool2D(2), conv(4, 6, 3), ReLU,
        lambda: MaxPool2D(2), Flatten, dense(6, 10), Tanh, dense(10, 5),
        shape=(1, 8, 9), outputs=5, n=6,
    ),
}  # fmt: skip


def targets(loss, n, outputs, rng, dtype):
    if loss in (cross_entropy, cross_entropy_of_probabilities):
        return rng.integers(0, outputs, n)
    if loss is squared_error:
        return rng.standard_normal((n, outputs)).astype(dtype)
    return rng.integers(0, 2, (n, outputs)).astype(dtype)


def randomise(network, rng):
    """Move the biases and the normalisers' numbers away from 0 and 1."""
    network.parameters += 0.1 * rng.standard_normal(network.parameters.shape)


def difference(ours, theirs):
    theirs = theirs.detach().numpy() if torch.is_tensor(theirs) else theirs
    return np.linalg.norm(ours - theirs) / max(np.linalg.norm(theirs), 1e-300)


def check(network, x, t, loss, dtype):
    """Loss, outputs, gradients and input gradient of one network against its twin."""
    twin = torch_peer.sequential(network)
    value = network.gradient(x, t, input_gradient=True)
    xs = torch.from_numpy(x).requires_grad_()
    outputs = twin(xs)
    their_loss = TWINS[loss](outputs, torch.from_numpy(t))
    their_loss.backward()
    d_x = network.input_gradient
    d_x = batch_first(d_x) if d_x.ndim >= 4 else d_x
    worst = {
        "outputs": difference(network.outputs, outputs),
        "loss": abs(value - their_loss.item()) / abs(their_loss.item()),
        "gradients": difference(network.gradients, torch_peer.flat_gradient(twin)),
        "input gradient": difference(d_x, xs.grad),
    }
    assert max(worst.values()) <= TOLERANCE[dtype], worst
    return twin


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", CASES)
def test_gradients_are_those_of_pytorch(name, dtype):
    make, shape, loss, outputs, n = CASES[name]
    rng = np.random.default_rng(3)
    network = Network(make(), loss, input_shape=shape, rng=rng, dtype=dtype)
    randomise(network, rng)
    x = rng.standard_normal((n, *shape)).astype(dtype)
    t = targets(loss, n, outputs, rng, dtype)
    twin = check(network, x, t, loss, dtype)
    # and in use, with the running means of one training step
    for name_, buffer in network.buffers.items():
        i, kind = name_.split(".")
        theirs = twin[int(i)].running_mean if kind == "mean" else twin[int(i)].running_var
        assert difference(buffer, theirs) <= TOLERANCE[dtype]
    twin.eval()
    assert difference(network.predict(x), twin(torch.from_numpy(x))) <= TOLERANCE[dtype]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", CASES)
def test_gradients_of_copies_are_those_of_pytorch(name, dtype):
    make, shape, loss, outputs, n = CASES[name]
    rng = np.random.default_rng(4)
    network = Network(make(), loss, input_shape=shape, copies=3, rng=rng, dtype=dtype)
    randomise(network, rng)
    x = rng.standard_normal((n, *shape)).astype(dtype)
    t = targets(loss, n, outputs, rng, dtype)
    losses = network.gradient(x, t)
    for i in range(3):
        single = network.single(i)
        check(single, x, t, loss, dtype)
        assert difference(network.gradients[i], single.gradients) <= TOLERANCE[dtype]
        assert abs(losses[i] - single.gradient(x, t)) <= TOLERANCE[dtype] * abs(losses[i])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda: SGD(0.1), lambda p: torch.optim.SGD(p, 0.1)),
        (lambda: AdaGrad(0.1), lambda p: torch.optim.Adagrad(p, 0.1, eps=1e-8)),
        (lambda: RMSProp(0.01), lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.9)),
        (lambda: Adam(0.01), lambda p: torch.optim.Adam(p, 0.01)),
        (lambda: AdamW(0.01, 0.1), lambda p: torch.optim.AdamW(p, 0.01, weight_decay=0.1)),
    ],
    ids=["SGD", "AdaGrad", "RMSProp", "Adam", "AdamW"],
)
def test_optimizers_take_the_steps_of_pytorch(ours, theirs):
    rng = np.random.default_rng(0)
    theta = rng.standard_normal(20)
    parameter = torch.nn.Parameter(torch.from_numpy(theta.copy()))
    optimizer, twin = ours(), theirs([parameter])
    for _ in range(30):
        g = rng.standard_normal(20)
        optimizer.step(theta, g)
        parameter.grad = torch.from_numpy(g)
        twin.step()
    assert difference(theta, parameter) <= 1e-10
