"""Layers for images: convolution, pooling, and the way from images to rows.

Images enter and leave a network as (n, channels, height, width).  Inside they lie the other way
round, (height, width, channels, n): what a window sees of one row of the image is then one run of
memory, and the product at each place of the window is a small matrix product over the whole batch,
which fits into the processor's cache.  A sound is an image of height 1.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from course_lib._validation import whole_number
from course_lib.layers import Layer, spell

__all__ = ["AvgPool2D", "Conv2D", "Flatten", "MaxPool2D", "batch_first", "batch_last"]


def batch_last(images):
    """(…, n, channels, height, width) → (…, height, width, channels, n), contiguous."""
    return np.ascontiguousarray(np.moveaxis(images, (-4, -3), (-1, -2)))


def batch_first(images):
    """(…, height, width, channels, n) → (…, n, channels, height, width), contiguous."""
    return np.ascontiguousarray(np.moveaxis(images, (-1, -2), (-4, -3)))


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

    def cells(self, image, places):
        """For each cell of the window: the view of `image` that it sees, one pixel per place."""
        (s_h, s_w), (h, w) = self.stride, places
        for i, j in np.ndindex(*self.size):
            yield image[..., i : i + s_h * h : s_h, j : j + s_w * w : s_w, :, :]


class Conv2D(Window):
    """The same small window of weights at every place: cross-correlation, no flip.

    x: (height, width, channels, n)      w: (filters, channels, k_h, k_w)      b: (filters,)
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
        (k_h, k_w), (s_h, s_w) = self.size, self.stride
        *lead, height, width, channels, n = x.shape
        places = (height - k_h) // s_h + 1, (width - k_w) // s_w + 1
        # A view in which every place has its window: rows and columns are counted twice.
        *step, row, column, channel, one = x.strides
        self.x_shape, self.windows_shape = x.shape[-4:], (*places, k_h, k_w, channels, n)
        windows = as_strided(
            x, (*lead, *self.windows_shape),
            (*step, s_h * row, s_w * column, row, column, channel, one), writeable=False,
        )  # fmt: skip
        self.seen = windows.reshape(*lead, *places, -1, n)  # a copy
        self.matrix = self._matrix()
        z = self.matrix @ self.seen  # at each place (filters, inputs) @ (inputs, n)
        z += self.b[..., None, None, :, None]
        return z

    def backward(self, dz, need_dx=True):
        filters, channels, k_h, k_w = self.shapes["w"]
        # The same weights were used at every place: their gradients add up.
        grad = (self.seen @ dz.mT).sum((-4, -3)).mT
        grad = grad.reshape(*dz.shape[:-4], filters, k_h, k_w, channels)
        self.grad_w[...] = grad.swapaxes(-1, -2).swapaxes(-2, -3)  # channels before the window
        dz.sum((-4, -3, -1), out=self.grad_b)
        if not need_dx:
            return None
        d_seen = self.matrix.mT @ dz
        d_windows = d_seen.reshape(*d_seen.shape[:-4], *self.windows_shape)
        dx = np.zeros((*d_seen.shape[:-4], *self.x_shape), dz.dtype)
        # So do the gradients of a pixel that several windows saw.
        cells = self.cells(dx, self.windows_shape[:2])
        for d_cell, (i, j) in zip(cells, np.ndindex(k_h, k_w), strict=True):
            d_cell += d_windows[..., i, j, :, :]
        return self._crop(dx)

    def _matrix(self):
        """The weights as one row per filter, in the order of what a window sees."""
        w = self.w.swapaxes(-3, -2).swapaxes(-2, -1)  # (filters, k_h, k_w, channels)
        return w.reshape(*w.shape[:-4], 1, 1, w.shape[-4], -1)

    def _pad(self, x):
        p_h, p_w = self.padding
        if p_h == p_w == 0:
            return x
        *lead, h, w, channels, n = x.shape
        padded = np.zeros((*lead, h + 2 * p_h, w + 2 * p_w, channels, n), x.dtype)
        padded[..., p_h : p_h + h, p_w : p_w + w, :, :] = x
        return padded

    def _crop(self, x):
        p_h, p_w = self.padding
        return x[..., p_h : x.shape[-4] - p_h, p_w : x.shape[-3] - p_w, :, :]


class MaxPool2D(Window):
    """The largest number under the window; the first one gets the blame when several are largest.

    x: (height, width, channels, n).  stride: the window's size unless said otherwise; rows and
    columns that no window reaches are left out.  Source: Yamaguchi et al. 1990.  Chapter 11.
    """

    def __init__(self, size=2, stride=None):
        super().__init__(size, size if stride is None else stride)
        self.arguments = _pool_arguments(self)

    def forward(self, x, training=False):
        self.x = x
        cells = self.cells(x, self.output_size(*x.shape[-4:-2]))
        y = next(cells).copy()
        for cell in cells:
            np.maximum(y, cell, out=y)
        self.y = y
        return y

    def backward(self, dy, need_dx=True):
        dx = np.zeros((*dy.shape[:-4], *self.x.shape[-4:]), dy.dtype)
        places = dy.shape[-4:-2]
        left = dy.copy()  # the blame that has not found its pixel yet
        *pixels, (_, d_last) = zip(self.cells(self.x, places), self.cells(dx, places), strict=True)
        for pixel, d_pixel in pixels:
            blame = left * (pixel == self.y)
            d_pixel += blame
            left -= blame
        d_last += left
        return dx


class AvgPool2D(Window):
    """The mean under the window.  Arguments and shapes as for `MaxPool2D`."""

    def __init__(self, size=2, stride=None):
        super().__init__(size, size if stride is None else stride)
        self.arguments = _pool_arguments(self)

    def forward(self, x, training=False):
        self.x_shape = x.shape
        cells = self.cells(x, self.output_size(*x.shape[-4:-2]))
        y = next(cells).copy()
        for cell in cells:
            y += cell
        y *= 1 / (self.size[0] * self.size[1])
        return y

    def backward(self, dy, need_dx=True):
        dx = np.zeros((*dy.shape[:-4], *self.x_shape[-4:]), dy.dtype)
        share = dy * (1 / (self.size[0] * self.size[1]))
        for d_cell in self.cells(dx, dy.shape[-4:-2]):
            d_cell += share
        return dx


class Flatten(Layer):
    """Images as rows: each becomes channels·height·width numbers, channel after channel."""

    def output_shape(self, shape):
        return (int(np.prod(shape)),)

    def forward(self, x, training=False):
        self.image_shape = None
        if x.ndim < 4:  # rows already
            return x
        images = batch_first(x)
        self.image_shape = images.shape[-4:]
        return images.reshape(*images.shape[:-3], -1)

    def backward(self, dy, need_dx=True):
        if self.image_shape is None:
            return dy
        return batch_last(dy.reshape(*dy.shape[:-2], *self.image_shape))


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
