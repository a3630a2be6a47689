"""Layers for images: convolution and pooling.

Images enter and leave a network as (n, channels, height, width).  Inside they lie batch-last,
(channels, height, width, n): every slice that a window takes is then one long run of memory, and a
convolution becomes one matrix product.  A sound is an image of height 1.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_lib._validation import whole_number
from course_lib.layers import Layer, spell

__all__ = ["AvgPool2D", "Conv2D", "MaxPool2D", "batch_first", "batch_last"]


def batch_last(images):
    """(…, n, channels, height, width) → (…, channels, height, width, n), contiguous."""
    return np.ascontiguousarray(np.moveaxis(images, -4, -1))


def batch_first(images):
    """(…, channels, height, width, n) → (…, n, channels, height, width), contiguous."""
    return np.ascontiguousarray(np.moveaxis(images, -1, -4))


class Window(Layer):
    """A window of `size` that slides over an image in steps of `stride`."""

    def __init__(self, size, stride, padding=0):
        self.size = _pair(size, "size", 1)
        self.stride = _pair(stride, "stride", 1)
        self.padding = _pair(padding, "padding", 0)

    def output_size(self, height, width):
        """Places of the window: ⌊(length + 2·padding - size) / stride⌋ + 1 in each direction."""
        lengths = zip((height, width), self.padding, self.size, self.stride, strict=True)
        return tuple((n + 2 * p - k) // s + 1 for n, p, k, s in lengths)

    def output_shape(self, shape):
        if len(shape) != 3:
            raise ValueError(f"{self}: (channels, height, width) expected, got {spell(shape)}")
        size = self.output_size(*shape[1:])
        if min(size) < 1:
            raise ValueError(f"{self}: the window is larger than the image, {spell(shape)}")
        return (shape[0], *size)

    def cells(self, image, size):
        """For each cell of the window: the view of `image` that it sees, one number per place."""
        (k_h, k_w), (s_h, s_w), (h, w) = self.size, self.stride, size
        for i in range(k_h):
            for j in range(k_w):
                yield image[..., i : i + s_h * h : s_h, j : j + s_w * w : s_w, :]


class Conv2D(Window):
    """The same small window of weights at every place: cross-correlation, no flip.

    x: (channels, height, width, n)      w: (filters, channels, k_h, k_w)      b: (filters,)
    size, stride, padding: a number, or one for height and one for width; the padding is zeros.
    Source: Fukushima 1980; LeCun et al. 1989; Goodfellow et al. 2016, 9.1.  Chapter 11.
    """

    def __init__(self, channels: int, filters: int, size, stride=1, padding=0):
        super().__init__(size, stride, padding)
        whole_number(channels, "channels"), whole_number(filters, "filters")
        self.shapes = {"w": (filters, channels, *self.size), "b": (filters,)}
        self.arguments = f"{channels}, {filters}, {_short(self.size)}" + "".join(
            f", {name}={_short(pair)}"
            for name, pair, usual in (
                ("stride", self.stride, (1, 1)),
                ("padding", self.padding, (0, 0)),
            )
            if pair != usual
        )

    def output_shape(self, shape):
        filters, channels = self.shapes["w"][:2]
        _, *size = super().output_shape(shape)
        if shape[0] != channels:
            raise ValueError(f"{self}: {channels} channels expected, got {spell(shape)}")
        return (filters, *size)

    def fans(self, name):
        filters, channels, k_h, k_w = self.shapes["w"]
        return channels * k_h * k_w, filters * k_h * k_w

    def forward(self, x, training=False):
        x = self._pad(x)
        (s_h, s_w), lead = self.stride, x.shape[:-4]
        windows = sliding_window_view(x, self.size, (-3, -2))[..., ::s_h, ::s_w, :, :, :]
        windows = np.moveaxis(windows, (-2, -1), (-5, -4))  # (C, k_h, k_w, H, W, n)
        self.padded_shape, self.windows_shape = x.shape, windows.shape[-6:]
        inputs = int(np.prod(windows.shape[-6:-3]))
        self.columns = windows.reshape(*lead, inputs, -1)  # one column per place: a copy
        z = self._matrix(self.w) @ self.columns  # (filters, H·W·n)
        z += self.b[..., None]
        return z.reshape(*z.shape[:-1], *windows.shape[-3:])

    def backward(self, dz, need_dx=True):
        dz = dz.reshape(*dz.shape[:-3], -1)
        np.matmul(dz, self.columns.mT, out=self._matrix(self.grad_w))
        dz.sum(-1, out=self.grad_b)
        if not need_dx:
            return None
        d_columns = self._matrix(self.w).mT @ dz
        lead = d_columns.shape[:-2]
        d_windows = d_columns.reshape(*lead, *self.windows_shape)
        dx = np.zeros((*lead, *self.padded_shape[-4:]), dz.dtype)
        places = self.windows_shape[-3:-1]
        # Each weight was used at every place, each input in every window that saw it: add up.
        for cell, (i, j) in zip(self.cells(dx, places), np.ndindex(*self.size), strict=True):
            cell += d_windows[..., i, j, :, :, :]
        return self._crop(dx)

    def _matrix(self, w):
        """The weights as one row per filter, a view."""
        return w.reshape(*w.shape[:-3], -1)

    def _pad(self, x):
        p_h, p_w = self.padding
        if p_h == p_w == 0:
            return x
        *lead, h, w, n = x.shape
        padded = np.zeros((*lead, h + 2 * p_h, w + 2 * p_w, n), x.dtype)
        padded[..., p_h : p_h + h, p_w : p_w + w, :] = x
        return padded

    def _crop(self, x):
        p_h, p_w = self.padding
        return x[..., p_h : x.shape[-3] - p_h, p_w : x.shape[-2] - p_w, :]


class MaxPool2D(Window):
    """The largest number under the window; the first one gets the blame when several are largest.

    x: (channels, height, width, n).  stride: the window's size unless said otherwise; rows and
    columns that no window reaches are left out.  Source: Yamaguchi et al. 1990.  Chapter 11.
    """

    def __init__(self, size=2, stride=None):
        super().__init__(size, size if stride is None else stride)
        self.arguments = _pool_arguments(self)

    def forward(self, x, training=False):
        self.x = x
        cells = self.cells(x, self.output_size(*x.shape[-3:-1]))
        y = next(cells).copy()
        for cell in cells:
            np.maximum(y, cell, out=y)
        self.y = y
        return y

    def backward(self, dy, need_dx=True):
        dx = np.zeros((*dy.shape[:-4], *self.x.shape[-4:]), dy.dtype)
        size = self.y.shape[-3:-1]
        left = dy.copy()  # the blame that has not found its cell yet
        for cell, d_cell in zip(self.cells(self.x, size), self.cells(dx, size), strict=True):
            blame = left * (cell == self.y)
            d_cell += blame
            left -= blame
        return dx


class AvgPool2D(Window):
    """The mean under the window.  Arguments and shapes as for `MaxPool2D`."""

    def __init__(self, size=2, stride=None):
        super().__init__(size, size if stride is None else stride)
        self.arguments = _pool_arguments(self)

    def forward(self, x, training=False):
        self.x_shape = x.shape
        cells = self.cells(x, self.output_size(*x.shape[-3:-1]))
        y = next(cells).copy()
        for cell in cells:
            y += cell
        y *= 1 / (self.size[0] * self.size[1])
        return y

    def backward(self, dy, need_dx=True):
        dx = np.zeros((*dy.shape[:-4], *self.x_shape[-4:]), dy.dtype)
        share = dy * (1 / (self.size[0] * self.size[1]))
        for d_cell in self.cells(dx, dy.shape[-3:-1]):
            d_cell += share
        return dx


def _pair(value, name, low):
    """One number for both directions, or (height, width)."""
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2:
        raise ValueError(f"{name}: a number or (height, width) expected, got {value!r}")
    return tuple(whole_number(v, name, low) for v in pair)


def _short(pair):
    return str(pair[0]) if pair[0] == pair[1] else str(pair)


def _pool_arguments(layer):
    stride = "" if layer.stride == layer.size else f", stride={_short(layer.stride)}"
    return _short(layer.size) + stride
