"""Layers: forward and backward side by side.

A layer turns a batch into a batch.  `forward` keeps what `backward` will need; `backward` takes
the gradient of the loss with respect to the layer's output, fills the gradients of its own
parameters, and returns the gradient with respect to its input.

Shapes: a batch of n examples is (n, features); images are (height, width, channels, n), see
`course_lib.conv`.  A leading axis `copies` before all of these trains many networks at once; `.mT`
and axis -2 take no notice of it.

A layer says the shapes of its parameters in `shapes`; the network that holds it gives it each
parameter `w` and its gradient `grad_w` as views of its two flat vectors.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from course_lib import activations
from course_lib._validation import describe, real_number, whole_number

__all__ = [
    "GELU", "Activation", "Dense", "Dropout", "Identity", "Layer", "LeakyReLU", "ReLU",
    "Residual", "Sigmoid", "Softmax", "Step", "Tanh",
]  # fmt: skip

Shape = tuple[int, ...]


class Layer:
    """What all layers share; on its own it passes everything through."""

    #: parameter name -> shape for one network
    shapes: dict[str, Shape] = {}
    #: numbers that are kept but not trained, name -> shape (running means, for instance)
    buffers: dict[str, Shape] = {}
    #: parameters that start with a fixed value instead of the network's `init`
    starts: dict[str, float] = {}
    #: the layer's arguments as text, for `repr`
    arguments = ""

    def output_shape(self, shape: Shape) -> Shape:
        """Shape of one example after the layer; ValueError if `shape` does not fit in."""
        return shape

    def fans(self, name: str) -> tuple[int, int]:
        """Numbers of connections into and out of a unit, for the initialisation of `name`."""
        return 1, 1

    def walk(self) -> Iterator["Layer"]:
        """The layer itself and all layers inside it."""
        yield self

    def forward(self, x, training=False):
        return x

    def backward(self, dy, need_dx=True):
        """Gradient with respect to the input (None if not needed); parameters' gradients."""
        return dy

    def __repr__(self):
        return f"{type(self).__name__}({self.arguments})"

    def __getattr__(self, name):
        if name.removeprefix("grad_") in self.shapes:
            raise AttributeError(f"{self} has no {name} yet: a Network gives it its parameters")
        raise AttributeError(f"{self} has no attribute {name!r}")


class Dense(Layer):
    """Every input to every unit: Z = X Wᵀ + b.

    x: (n, d_in)      w: (d_out, d_in), one row per unit      b: (d_out,)      z: (n, d_out)
    Source: Rumelhart, Hinton & Williams 1986.  Chapter 5.
    """

    def __init__(self, d_in: int, d_out: int):
        whole_number(d_in, "d_in"), whole_number(d_out, "d_out")
        self.input_shape = (d_in,)
        self.shapes = {"w": (d_out, d_in), "b": (d_out,)}
        self.arguments = f"{d_in}, {d_out}"

    def output_shape(self, shape):
        if shape != self.input_shape:
            raise ValueError(f"{self}: {self.input_shape[0]} inputs expected, got {spell(shape)}")
        return self.shapes["b"]

    def fans(self, name):
        d_out, d_in = self.shapes["w"]
        return d_in, d_out

    def forward(self, x, training=False):
        self.x = x
        z = x @ self.w.mT
        z += self.b[..., None, :]
        return z

    def backward(self, dz, need_dx=True):
        np.matmul(dz.mT, self.x, out=self.grad_w)
        dz.sum(-2, out=self.grad_b)
        return dz @ self.w if need_dx else None


# ---------------------------------------------------------------- activation layers
class Activation(Layer):
    """One function for every number; `derivative` is that function's slope.

    function: of `course_lib.activations`, or your own together with its derivative
    """

    def __init__(self, function: Callable, derivative: Callable | None = None):
        derivative = derivative or activations.DERIVATIVES.get(function)
        if derivative is None:
            raise ValueError(f"the derivative of {describe(function)} is not known: give it too")
        self.function, self.derivative = function, derivative
        if type(self) is Activation:
            self.arguments = getattr(function, "__name__", "function")

    def forward(self, z, training=False):
        self.z = z
        return self.function(z)

    def backward(self, da, need_dx=True):
        return da * self.derivative(self.z)


class Identity(Layer):
    """Passes everything through: a linear unit."""


class Step(Activation):
    """H(z), 1 from zero upwards.  Its slope is 0, so no blame ever passes through it."""

    def __init__(self):
        super().__init__(lambda z: np.greater_equal(z, 0).astype(z.dtype), np.zeros_like)


class GELU(Activation):
    """z·Φ(z), tanh form."""

    def __init__(self):
        super().__init__(activations.gelu)


class LeakyReLU(Activation):
    """z above zero, leak·z below."""

    def __init__(self, leak: float = 0.01):
        leak = real_number(leak, "leak")
        super().__init__(
            lambda z: activations.leaky_relu(z, leak),
            lambda z: activations.leaky_relu_derivative(z, leak),
        )
        self.arguments = f"{leak:g}"


class ReLU(Layer):
    """max(0, z); slope 0 at z = 0."""

    def forward(self, z, training=False):
        self.a = z.clip(0, np.inf)  # as np.maximum(z, 0), and two to four times faster
        return self.a

    def backward(self, da, need_dx=True):
        return da * (self.a > 0)


class Sigmoid(Layer):
    """The logistic curve; its slope is a (1 - a)."""

    def forward(self, z, training=False):
        self.a = activations.sigmoid(z)
        return self.a

    def backward(self, da, need_dx=True):
        return da * self.a * (1 - self.a)


class Tanh(Layer):
    """Hyperbolic tangent; its slope is 1 - a²."""

    def forward(self, z, training=False):
        self.a = np.tanh(z)
        return self.a

    def backward(self, da, need_dx=True):
        return da * (1 - self.a * self.a)


class Softmax(Layer):
    """Scores to probabilities over the features; for a loss on probabilities."""

    def forward(self, z, training=False):
        self.p = activations.softmax(z)
        return self.p

    def backward(self, dp, need_dx=True):
        return self.p * (dp - (dp * self.p).sum(-1, keepdims=True))


# ---------------------------------------------------------------- layers without parameters
class Dropout(Layer):
    """Silences each number with probability `rate` while training, and scales up the others.

    Inverted form: survivors are divided by 1 - rate, so that nothing changes in use.
    Source: Srivastava et al. 2014 (who scale in use instead).  Chapter 10.
    """

    def __init__(self, rate: float, rng: np.random.Generator | int = 0):
        if not 0 <= real_number(rate, "rate") < 1:
            raise ValueError(f"rate: a share from 0 to below 1 expected, got {rate}")
        self.keep, self.rng = 1 - rate, np.random.default_rng(rng)
        self.arguments = f"{rate:g}"

    def forward(self, x, training=False):
        self.mask = None
        if not training or self.keep == 1:
            return x
        self.mask = (self.rng.random(x.shape, np.float32) < self.keep) * x.dtype.type(1 / self.keep)
        return x * self.mask

    def backward(self, dy, need_dx=True):
        return dy if self.mask is None else dy * self.mask


class Residual(Layer):
    """x + scale·f(x): a shortcut around the layers of f, so that blame passes as a sum.

    layers: f, which must return the shape it gets
    Source: He et al. 2016.  Chapter 12.
    """

    def __init__(self, layers: Sequence[Layer], scale: float = 1.0):
        self.layers, self.scale = list(layers), real_number(scale, "scale")
        self.arguments = f"{self.layers}" + (f", scale={scale:g}" if scale != 1 else "")
        if not self.layers or not all(isinstance(layer, Layer) for layer in self.layers):
            raise TypeError(f"layers: a list of layers expected, got {describe(layers)}")
        if hasattr(self.layers[0], "input_shape"):
            self.input_shape = self.layers[0].input_shape

    def walk(self):
        yield self
        for layer in self.layers:
            yield from layer.walk()

    def output_shape(self, shape):
        inside = shape
        for layer in self.layers:
            inside = layer.output_shape(inside)
        if inside != shape:
            raise ValueError(f"{self}: x + f(x) needs equal shapes, f makes {inside} of {shape}")
        return shape

    def forward(self, x, training=False):
        y = x
        for layer in self.layers:
            y = layer.forward(y, training)
        return x + self.scale * y

    def backward(self, dy, need_dx=True):
        dx = self.scale * dy
        for layer in reversed(self.layers):
            dx = layer.backward(dx)
        return dy + dx


def spell(shape: Shape) -> str:
    """A shape in words: `64 numbers`, `a 1×28×28 image`."""
    if len(shape) == 3:
        return f"a {'×'.join(map(str, shape))} image (Flatten makes rows of it)"
    return f"{shape[0]} numbers" if len(shape) == 1 else f"shape {shape}"
