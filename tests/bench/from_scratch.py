"""A network as textbooks build one from scratch: a peer for the benchmark.

It keeps to the plan that such books share: float64, weights (inputs, outputs), gradients in a
dictionary, convolution by copying the windows of (n, channels, height, width) images into the rows
of a matrix, max-pooling by argmax over such rows, Adam array by array.  K. Saito's "Deep Learning
from Scratch" (2016) is the best known; this is written anew, with the same work in every step.
"""

import numpy as np


class Affine:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.input_shape = x.shape
        self.rows = x.reshape(len(x), -1)
        return np.dot(self.rows, self.w) + self.b

    def backward(self, dy):
        self.grads = {"w": np.dot(self.rows.T, dy), "b": np.sum(dy, axis=0)}
        return np.dot(dy, self.w.T).reshape(self.input_shape)


class Rectifier:
    def forward(self, x):
        self.off = x <= 0
        y = x.copy()
        y[self.off] = 0
        return y

    def backward(self, dy):
        dy[self.off] = 0
        return dy


class Convolution:
    def __init__(self, w, b, pad):
        self.w, self.b, self.windows = w, b, Windows(w.shape[2:], 1, pad)

    def forward(self, x):
        self.rows = self.windows.to_rows(x)
        self.matrix = self.w.reshape(len(self.w), -1).T
        y = np.dot(self.rows, self.matrix) + self.b
        return y.reshape(len(x), *self.windows.places, -1).transpose(0, 3, 1, 2)

    def backward(self, dy):
        dy = dy.transpose(0, 2, 3, 1).reshape(-1, len(self.w))
        grad_w = np.dot(self.rows.T, dy).T.reshape(self.w.shape)
        self.grads = {"w": grad_w, "b": np.sum(dy, axis=0)}
        return self.windows.from_rows(np.dot(dy, self.matrix.T))


class Pooling:
    """The largest number of each 2×2 window."""

    def __init__(self):
        self.windows = Windows((2, 2), 2, 0)

    def forward(self, x):
        rows = self.windows.to_rows(x).reshape(-1, 4)
        self.largest = np.argmax(rows, axis=1)
        y = np.max(rows, axis=1).reshape(len(x), *self.windows.places, -1)
        return y.transpose(0, 3, 1, 2)

    def backward(self, dy):
        dy = dy.transpose(0, 2, 3, 1)
        rows = np.zeros((dy.size, 4))
        rows[np.arange(dy.size), self.largest] = dy.ravel()
        return self.windows.from_rows(rows.reshape(int(np.prod(dy.shape[:3])), -1))


class Windows:
    """Windows of images as rows of a matrix, and back with sums where they overlap."""

    def __init__(self, size, stride, pad):
        self.size, self.stride, self.pad = size, stride, pad

    def cells(self):
        for i, j in np.ndindex(*self.size):
            rows = slice(i, i + self.stride * self.places[0], self.stride)
            columns = slice(j, j + self.stride * self.places[1], self.stride)
            yield np.s_[:, :, i, j], np.s_[:, :, rows, columns]

    def to_rows(self, x):
        pad, self.image_shape = self.pad, x.shape
        n, channels, *lengths = x.shape
        self.places = [
            (length + 2 * pad - k) // self.stride + 1
            for length, k in zip(lengths, self.size, strict=True)
        ]
        image = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
        windows = np.zeros((n, channels, *self.size, *self.places))
        for cell, seen in self.cells():
            windows[cell] = image[seen]
        return windows.transpose(0, 4, 5, 1, 2, 3).reshape(n * int(np.prod(self.places)), -1)

    def from_rows(self, rows):
        pad = self.pad
        n, channels, height, width = self.image_shape
        windows = rows.reshape(n, *self.places, channels, *self.size).transpose(0, 3, 4, 5, 1, 2)
        image = np.zeros((n, channels, height + 2 * pad, width + 2 * pad))
        for cell, seen in self.cells():
            image[seen] += windows[cell]
        return image[:, :, pad : height + pad, pad : width + pad]


class Adam:
    def __init__(self, lr=0.001):
        self.lr, self.t, self.m, self.v = lr, 0, {}, {}

    def update(self, params, grads):
        self.t += 1
        lr = self.lr * np.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        for key, g in grads.items():
            m = self.m.setdefault(key, np.zeros_like(g))
            v = self.v.setdefault(key, np.zeros_like(g))
            m += 0.1 * (g - m)
            v += 0.001 * (g**2 - v)
            params[key] -= lr * m / (np.sqrt(v) + 1e-7)


class Net:
    """The layers with the weights of a course_lib network, so that both start the same."""

    def __init__(self, network):
        self.params, self.layers = {}, []
        for i, layer in enumerate(network.layers):
            kind = type(layer).__name__
            if kind == "Dense":
                self.layers.append(Affine(layer.w.T.astype(float), layer.b.astype(float)))
            elif kind == "Conv2D":
                w, b = layer.w.astype(float), layer.b.astype(float)
                self.layers.append(Convolution(w, b, layer.padding[0]))
            elif kind == "ReLU":
                self.layers.append(Rectifier())
            elif kind == "MaxPool2D":
                self.layers.append(Pooling())
            if layer.shapes:
                self.params |= {(i, "w"): self.layers[-1].w, (i, "b"): self.layers[-1].b}
        self.keys = [(i, layer) for i, layer in enumerate(network.layers) if layer.shapes]
        self.weighted = [layer for layer in self.layers if hasattr(layer, "w")]

    def gradient(self, x, t):
        for layer in self.layers:
            x = layer.forward(x)
        z = x - np.max(x, axis=-1, keepdims=True)
        p = np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True)
        rows = np.arange(len(t))
        loss = -np.sum(np.log(p[rows, t] + 1e-7)) / len(t)
        p[rows, t] -= 1
        dy = p / len(t)
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        grads = {
            (i, name): layer.grads[name]
            for (i, _), layer in zip(self.keys, self.weighted, strict=True)
            for name in ("w", "b")
        }
        return loss, grads
