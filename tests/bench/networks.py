"""The networks of the targets, against PyTorch eager, scikit-learn, and code from scratch."""

import gc
import warnings

import micrograd.nn
import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier
from torch.nn import functional

from course_lib.conv import Conv2D, Flatten, MaxPool2D
from course_lib.layers import Dense, ReLU, Sigmoid, Tanh
from course_lib.losses import binary_cross_entropy, cross_entropy, squared_error
from course_lib.network import Network
from course_lib.observe import Statistics
from course_lib.optim import SGD, Adam, Momentum
from course_lib.training import batches, fit
from tests.bench import from_scratch, torch_peer
from tests.bench.report import Result, compare
from tests.bench.timing import give_memory_back, interleave, milliseconds

XOR_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
XOR_T = np.array([[0], [1], [1], [0]], np.float32)


def same(ours, theirs, what, tolerance=1e-5):
    """Both compute the same thing, or the comparison is worth nothing."""
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    difference = np.linalg.norm(ours - theirs) / np.linalg.norm(theirs)
    if not difference <= tolerance:
        raise AssertionError(f"{what}: relative difference {difference:.2g} > {tolerance:g}")


def same_gradients(network, x, t, torch_loss):
    """Assert equal gradients; returns the PyTorch twin."""
    twin = torch_peer.sequential(network)
    network.gradient(x, t)
    torch_loss(twin(torch.from_numpy(x)), torch.from_numpy(t)).backward()
    same(network.gradients, torch_peer.flat_gradient(twin), "gradients against PyTorch")
    return twin


def train(network, x, t, optimizer, steps):
    """Full-batch training, as a chapter writes it."""
    for _ in range(steps):
        network.gradient(x, t)
        optimizer.step(network.parameters, network.gradients)


def torch_train(twin, x, t, optimizer, loss, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        loss(twin(x), t).backward()
        optimizer.step()


def xor():
    """XOR 2–2–1, 5,000 full-batch epochs."""

    def new():
        return Network([Dense(2, 2), Sigmoid(), Dense(2, 1)], binary_cross_entropy, rng=1)

    loss = functional.binary_cross_entropy_with_logits
    same_gradients(new(), XOR_X, XOR_T, loss)
    x, t = torch.from_numpy(XOR_X), torch.from_numpy(XOR_T)

    def theirs():
        twin = torch_peer.sequential(new())
        torch_train(twin, x, t, torch.optim.SGD(twin.parameters(), 1.0), loss, 5000)

    return compare(
        "XOR 2–2–1, 5,000 epochs",
        lambda: train(new(), XOR_X, XOR_T, SGD(1.0), 5000),
        {"PyTorch eager": (theirs, 4, 6)},
        rounds=5,
    ) + compare(
        "XOR 2–2–1, 5,000 epochs, fit()",
        lambda: fit(new(), XOR_X, XOR_T, SGD(1.0), epochs=5000),
        {"PyTorch eager, bare loop": (theirs, None, None)},
        rounds=5,
    )


def letters():
    """12–3–2 on the pictures of C and T with a flipped pixel: 26 pictures, 200 epochs."""
    clean = np.array([[1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1], [1, 1, 1] + [0, 1, 0] * 3], np.float32)
    flips = np.concatenate([np.zeros((1, 12)), np.eye(12)])
    x = np.abs(clean[:, None] - flips).reshape(-1, 12).astype(np.float32)
    t = np.repeat(np.eye(2, dtype=np.float32), 13, axis=0)

    def new():
        return Network([Dense(12, 3), ReLU(), Dense(3, 2)], squared_error, rng=1)

    def scalars(network):
        model = micrograd.nn.MLP(12, [3, 2])
        values = np.concatenate([np.column_stack([v.w, v.b]).ravel() for v in network.layers[::2]])
        for parameter, value in zip(model.parameters(), values, strict=True):
            parameter.data = float(value)
        return model

    def scalar_loss(model):
        total = 0
        for row, target in zip(x.tolist(), t.tolist(), strict=True):
            y = model(row)
            total = total + sum((a - b) ** 2 for a, b in zip(y, target, strict=True)) * 0.5
        return total * (1 / len(x))

    def half_sse(y, t):
        return 0.5 * ((y - t) ** 2).sum() / len(y)

    network, model = new(), scalars(new())
    network.gradient(x, t)
    scalar_loss(model).backward()
    g = np.concatenate([np.column_stack([v.grad_w, v.grad_b]).ravel() for v in network.layers[::2]])
    same(g, [p.grad for p in model.parameters()], "gradients against micrograd")
    same_gradients(new(), x, t, half_sse)

    def micro():
        model = scalars(new())
        for _ in range(200):
            model.zero_grad()
            scalar_loss(model).backward()
            for parameter in model.parameters():
                parameter.data -= 0.1 * parameter.grad

    def theirs():
        twin = torch_peer.sequential(new())
        optimizer = torch.optim.SGD(twin.parameters(), 0.1)
        torch_train(twin, torch.from_numpy(x), torch.from_numpy(t), optimizer, half_sse, 200)

    return compare(
        "C/T 12–3–2, 26 pictures, 200 epochs",
        lambda: train(new(), x, t, SGD(0.1), 200),
        {"micrograd": (micro, 20, None), "PyTorch eager": (theirs, 4, 6)},
        rounds=5,
    )


def digits():
    """The 1,437 training digits: rows in 0..1 and labels."""
    bunch = load_digits()
    order = np.random.default_rng(0).permutation(len(bunch.data))[:1437]
    return (bunch.data[order] / 16).astype(np.float32), bunch.target[order]


def minibatch_train(network, x, t, size, epochs):
    """Mini-batch training with Adam as the peers do it, with nothing measured on the way."""
    optimizer, rng = Adam(0.001), np.random.default_rng(0)
    for _ in range(epochs):
        for group in batches(len(x), size, rng):
            network.gradient(x[group], t[group])
            optimizer.step(network.parameters, network.gradients)


def minibatch_peers(new, x, t, size, epochs):
    """The same training with Adam for PyTorch and for scratch code: two functions.

    Building the networks is not timed; a later round trains on from where the last one ended.
    """
    twin = same_gradients(new(), x[:size], t[:size], functional.cross_entropy)
    scratch = from_scratch.Net(new())
    network = new()
    loss = network.gradient(x[:size], t[:size])
    their_loss, grads = scratch.gradient(x[:size], t[:size])
    same(loss, their_loss, "loss against scratch code", 1e-4)
    first = next(iter(grads))
    w = network.layers[first[0]].grad_w
    same(w if w.ndim == 4 else w.T, grads[first], "gradient against scratch code")
    xs, ts = torch.from_numpy(x), torch.from_numpy(t)

    def theirs():
        optimizer = torch.optim.Adam(twin.parameters(), 0.001)
        rng = np.random.default_rng(0)
        for _ in range(epochs):
            for group in batches(len(x), size, rng):
                group = torch.from_numpy(group)
                optimizer.zero_grad()
                functional.cross_entropy(twin(xs[group]), ts[group]).backward()
                optimizer.step()

    def scratch_work():
        optimizer = from_scratch.Adam()
        rng = np.random.default_rng(0)
        for _ in range(epochs):
            for group in batches(len(x), size, rng):
                _, grads = scratch.gradient(x[group], t[group])
                optimizer.update(scratch.params, grads)

    return theirs, scratch_work


def mlp():
    """64–100–100–10 on digits, batch 32, Adam, 3 epochs."""
    x, t = digits()

    def new():
        layers = [Dense(64, 100), ReLU(), Dense(100, 100), ReLU(), Dense(100, 10)]
        return Network(layers, cross_entropy, rng=1)

    network = new()
    theirs, scratch = minibatch_peers(new, x, t, 32, 3)

    def sklearn():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # three epochs do not converge, and need not
            MLPClassifier(
                (100, 100), batch_size=32, max_iter=3, alpha=0, tol=0, random_state=0
            ).fit(x, t)

    return compare(
        "MLP 64–100–100–10, batch 32, 3 epochs",
        lambda: minibatch_train(network, x, t, 32, 3),
        {"from scratch": (scratch, 2, 2.5), "PyTorch eager": (theirs, 2, 2.5)},
        rounds=25,
    ) + compare(
        "MLP 64–100–100–10, batch 32, 3 epochs, fit()",
        lambda: fit(network, x, t, Adam(0.001), epochs=3, batch_size=32),
        {
            "scikit-learn MLPClassifier.fit()": (sklearn, 2, 2.5),
            "from scratch, bare loop": (scratch, None, None),
        },
        rounds=25,
    )


def small_cnn():
    """Convolutions on 8×8 digits, batch 64, Adam, one epoch."""
    x, t = digits()
    x = x.reshape(-1, 1, 8, 8)

    def new():
        layers = [
            Conv2D(1, 8, 3, padding=1), ReLU(), MaxPool2D(2),
            Conv2D(8, 16, 3, padding=1), ReLU(), MaxPool2D(2), Flatten(), Dense(64, 10),
        ]  # fmt: skip
        return Network(layers, cross_entropy, input_shape=(1, 8, 8), rng=1)

    network = new()
    theirs, scratch = minibatch_peers(new, x, t, 64, 1)
    return compare(
        "CNN on 8×8 digits, batch 64, 1 epoch",
        lambda: minibatch_train(network, x, t, 64, 1),
        {"from scratch": (scratch, 4, None), "PyTorch eager": (theirs, 1.5, 2)},
        rounds=25,
    )


def lenet():
    """A LeNet of today (ReLU, max-pooling) on 28×28, batch 64, Adam, 5 batches."""
    rng = np.random.default_rng(0)
    x = rng.random((320, 1, 28, 28), np.float32)
    t = rng.integers(0, 10, 320)

    def new():
        layers = [
            Conv2D(1, 6, 5, padding=2), ReLU(), MaxPool2D(2),
            Conv2D(6, 16, 5), ReLU(), MaxPool2D(2), Flatten(),
            Dense(400, 120), ReLU(), Dense(120, 84), ReLU(), Dense(84, 10),
        ]  # fmt: skip
        return Network(layers, cross_entropy, input_shape=(1, 28, 28), rng=1)

    network = new()
    theirs, scratch = minibatch_peers(new, x, t, 64, 1)
    return compare(
        "LeNet-like, 28×28, batch 64, 5 batches",
        lambda: minibatch_train(network, x, t, 64, 1),
        {"from scratch": (scratch, 5, None), "PyTorch eager": (theirs, 1, 1.3)},
        rounds=25,
    )


def deep_mlp():
    """784–10×100–10: gradient and per-layer statistics of one batch of 128."""
    rng = np.random.default_rng(0)
    x, t = rng.random((128, 784), np.float32), rng.integers(0, 10, 128)
    layers = [Dense(784, 100), ReLU()]
    for _ in range(9):
        layers += [Dense(100, 100), ReLU()]
    network = Network([*layers, Dense(100, 10)], cross_entropy, rng=1)
    twin = same_gradients(network, x, t, functional.cross_entropy)
    xs, ts = torch.from_numpy(x), torch.from_numpy(t)

    def torch_statistics():
        """Mean, spread and silent share of every layer's output, size of its gradient."""
        activities = [xs]
        for layer in twin:
            activities.append(layer(activities[-1]))
            activities[-1].retain_grad()
        twin.zero_grad()
        functional.cross_entropy(activities[-1], ts).backward()
        rows = []
        with torch.no_grad():
            for a in activities[1:]:
                silent = (a == 0).float().mean().item()
                delta = a.grad.square().mean().sqrt().item()
                rows.append((a.mean().item(), a.std().item(), silent, delta))
        return np.array(rows)

    def ours():
        return network.statistics(x, t)

    rows, statistics = torch_statistics(), ours()
    same(statistics.silent, rows[:, 2], "silent shares", 1e-3)
    same(statistics.delta, rows[:, 3], "sizes of gradients", 1e-4)

    def products():
        """The bare matrix products of one gradient, nothing else."""
        for a, w, d, grad in arrays:
            a @ w.T
            np.matmul(d.T, a, out=grad)
        for _, w, d, _ in arrays[1:]:
            d @ w

    arrays = []
    for layer in network.layers[::2]:
        out = np.ones((128, layer.shapes["b"][0]), np.float32)
        arrays.append((layer.x, layer.w, out, np.empty_like(layer.w)))
    seconds = interleave({"ours": lambda: network.gradient(x, t), "sgemm": products}, 15)
    share = milliseconds(seconds, "sgemm") / milliseconds(seconds)
    watched = interleave({"ours": lambda: network.gradient(x, t, Statistics(network))}, 9)
    return [
        *compare(
            "deep MLP 784–10×100–10, gradient + statistics",
            ours,
            {"PyTorch eager": (torch_statistics, 1.5, None)},
            rounds=25,
        ),
        Result(
            "deep MLP, gradient: share of bare sgemm", "NumPy's own products", 100 * share,
            aim=70, unit="%", ours_ms=milliseconds(seconds),
        ),
        Result(
            "deep MLP, gradient + statistics: same share", "NumPy's own products",
            100 * milliseconds(seconds, "sgemm") / milliseconds(watched),
            unit="%", ours_ms=milliseconds(watched),
        ),
    ]  # fmt: skip


def copies():
    """Many networks at once against a loop over the same networks."""

    def nets(n):
        return Network([Dense(2, 2), Sigmoid(), Dense(2, 1)], binary_cross_entropy, copies=n, rng=1)

    def compare_copies(work, many, x, t, optimizer, steps, must):
        singles = [many.single(i) for i in range(many.copies)]
        start = many.parameters.copy()

        def together():
            many.parameters[...] = start
            train(many, x, t, optimizer(), steps)

        def loop():
            for i, single in enumerate(singles):
                single.parameters[...] = start[i]
                train(single, x, t, optimizer(), steps)

        together(), loop()
        for i, single in enumerate(singles):
            if not np.array_equal(single.parameters, many.parameters[i]):
                raise AssertionError(f"{work}: copy {i} differs from its single network")
        return compare(work, together, {"loop over them": (loop, must, None)}, rounds=5)

    x, t = digits()
    layers = [Dense(64, 32), ReLU(), Dense(32, 10)]
    twenty = Network(layers, cross_entropy, copies=20, rng=1)
    thousand = nets(1000)
    start = thousand.parameters.copy()

    def many_epochs():
        thousand.parameters[...] = start
        train(thousand, XOR_X, XOR_T, SGD(1.0), 200)

    seconds = interleave({"ours": many_epochs}, 9)
    return [
        *compare_copies("100 XOR nets, 200 epochs", nets(100), XOR_X, XOR_T,
                        lambda: SGD(1.0), 200, 25),
        *compare_copies("20 digits nets 64–32–10, batch 32, 45 steps", twenty, x[:32], t[:32],
                        lambda: Momentum(0.1), 45, 2.5),
        Result("1,000 XOR nets, 200 epochs", "—", milliseconds(seconds), aim=100, unit="ms",
               at_most=True, ours_ms=milliseconds(seconds)),
    ]  # fmt: skip


def grid():
    """A 2–32–32–1 net on a 200×200 grid, as the picture of a decision region needs it."""
    axis = np.linspace(-1, 1, 200, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    works = []
    for activation in (ReLU, Tanh):
        network = Network(
            [Dense(2, 32), activation(), Dense(32, 32), activation(), Dense(32, 1)],
            binary_cross_entropy, rng=1,
        )  # fmt: skip
        twin, p = torch_peer.sequential(network), torch.from_numpy(points)

        def theirs(twin=twin, p=p):
            with torch.inference_mode():
                return twin(p).numpy()

        same(network.predict(points), theirs(), "outputs")
        works.append((activation.__name__, lambda network=network: network.predict(points), theirs))
    results = []
    # PyTorch's arrays here are 5 MB each, ours are small.  Whether the process still has memory of
    # that size decides the race: a picture drawn once (the case of a chapter) must ask for it; in
    # a loop the process may or may not keep it, so both ways are made sure of.
    for peer, before in (
        ("PyTorch eager, drawn once", give_memory_back),
        ("PyTorch eager, memory kept", gc.collect),
    ):
        for name, ours, theirs in works:
            must = 2 if name == "ReLU" and before is give_memory_back else None
            work = f"200×200 grid of a 2–32–32–1 net, {name}"
            results += compare(work, ours, {peer: (theirs, must, None)}, 25, before)
        np.ones(4_000_000)  # 32 MB that come and go: from now on the process keeps its memory
    return results


ROWS = (xor, letters, mlp, deep_mlp, small_cnn, lenet, copies, grid)
