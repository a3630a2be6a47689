"""A network: a list of layers over one flat vector of parameters.

`parameters` and `gradients` are two vectors of equal length; every layer's `w` and `b`, `grad_w`
and `grad_b` are windows into them (views, not copies).  So an optimizer is its textbook formula on
one array, and saving a network is saving one array.

With `copies` both vectors become matrices, one row for each of many networks that are trained at
once: seeds, learning rates, starts.
"""

import copy
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from course_lib import augmented, storage
from course_lib._validation import describe, floating_array, whole_number
from course_lib.conv import batch_last
from course_lib.init import Initialiser, he_normal, zeros
from course_lib.layers import Layer, spell
from course_lib.observe import Statistics, Trace

__all__ = ["Network"]


class Network:
    """Layers that follow one another, and the loss that judges the last one.

    layers: the layers, first to last; each object belongs to one network only
    loss: function (outputs, targets) → (loss, gradient), see `course_lib.losses`
    input_shape: of one example, (features,) or (channels, height, width); needed when the first
        layer does not know it itself, as `Dense` does
    init, bias_init: where weights and biases start, see `course_lib.init`
    copies: number of networks to train at once; None for a single one
    rng: seed or NumPy Generator for the start
    dtype: float32, or float64 for gradient checks
    Raises TypeError or ValueError if a layer does not fit the one before.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        loss: Callable,
        *,
        input_shape: tuple[int, ...] | None = None,
        init: Initialiser = he_normal,
        bias_init: Initialiser = zeros,
        copies: int | None = None,
        rng: np.random.Generator | int = 0,
        dtype: type = np.float32,
    ):
        self.layers, self.loss = list(layers), loss
        self.copies = None if copies is None else whole_number(copies, "copies")
        self.dtype = np.dtype(dtype)
        self.frozen = 0
        if self.dtype not in (np.float32, np.float64):
            raise TypeError(f"dtype: float32 or float64 expected, got {dtype}")
        if not callable(loss):
            raise TypeError(f"loss: a function of course_lib.losses expected, got {describe(loss)}")
        self._check_layers()
        self.input_shape = self._input_shape(input_shape)
        self.shapes = self._shapes()
        self._bind()
        self._start(init, bias_init, np.random.default_rng(rng))

    # ------------------------------------------------------------ use
    def predict(self, x, block: int | None = None) -> NDArray:
        """Outputs of the last layer for the examples x, `block` of them at a time.

        x: (n, *input_shape), or (copies, n, *input_shape) with other examples for each copy
        block: None for 4,096 rows or 1,024 images
        Returns (n, k) or (copies, n, k).
        """
        x = self.check_input(x)
        block = block or (4096 if len(self.input_shape) == 1 else 1024)
        n_axis = x.ndim - 1 - len(self.input_shape)
        if x.shape[n_axis] <= block:
            return self._forward(x, None, False)
        chain = augmented.matrices(self.layers)
        parts = []
        for start in range(0, x.shape[n_axis], block):
            piece = x[(slice(None),) * n_axis + (slice(start, start + block),)]
            parts.append(
                augmented.outputs(chain, piece) if chain else self._forward(piece, None, False)
            )
        return np.concatenate(parts, -2)

    def gradient(self, x, t, observer=None, input_gradient: bool = False):
        """The loss on a batch; `gradients` and `outputs` are filled.

        x: (n, *input_shape)      t: targets as `loss` wants them
        observer: a `Trace` or `Statistics` that watches the layers
        input_gradient: also fill `self.input_gradient`, ∂loss/∂x, in the layers' own axis order
        Returns a float, or (copies,) of them.
        """
        self.outputs = self._forward(self.check_input(x), observer, True)
        loss, dy = self.loss(self.outputs, t)
        first = 0 if input_gradient else self._first_trained
        for i in reversed(range(first, len(self.layers))):
            if observer is not None:
                observer.backward(i, dy)
            dy = self.layers[i].backward(dy, input_gradient or i > first)
        if input_gradient:
            self.input_gradient = dy
        return loss

    def statistics(self, x, t) -> Statistics:
        """Numbers for each layer (mean, spread, silent share, gradient) on a batch."""
        statistics = Statistics(self)
        statistics.loss = self.gradient(x, t, statistics)
        return statistics

    def trace(self, x, t) -> Trace:
        """Every layer's activity and the gradient that reaches it, on a batch, as arrays."""
        trace = Trace(self)
        trace.loss = self.gradient(x, t, trace)
        return trace

    def check_input(self, x, name: str = "x") -> NDArray:
        """The examples as an array of the network's type; ValueError if their shape is wrong."""
        x = floating_array(x, name, self.dtype)
        axes = len(self.input_shape)
        lead = x.shape[: x.ndim - axes]
        fits = x.shape[x.ndim - axes :] == self.input_shape and (
            len(lead) == 1 or (len(lead) == 2 and lead[0] == self.copies)
        )
        if not fits:
            wanted = ", ".join(map(str, ("n", *self.input_shape)))
            raise ValueError(f"{name}: shape ({wanted}) expected for n examples, got {x.shape}")
        if not lead[-1]:
            raise ValueError(f"{name}: at least one example expected, got an empty batch")
        return x

    def _forward(self, x, observer, training):
        if len(self.input_shape) == 3:
            x = batch_last(x)
        for i, layer in enumerate(self.layers):
            x = layer.forward(x, training and i >= self.frozen)
            if observer is not None:
                observer.forward(i, x)
        if self.copies is not None and x.ndim == 2:  # no layer has parameters
            x = np.broadcast_to(x, (self.copies, *x.shape))
        return x

    # ------------------------------------------------------------ parameters
    @property
    def views(self) -> dict[str, NDArray]:
        """The parameters by name, `{"0.w": …, "0.b": …}`; changing one changes the network."""
        return {name: getattr(layer, p) for name, layer, p in self._named("shapes")}

    @property
    def gradient_views(self) -> dict[str, NDArray]:
        """The gradients by the same names as `views`."""
        return {name: getattr(layer, "grad_" + p) for name, layer, p in self._named("shapes")}

    @property
    def buffers(self) -> dict[str, NDArray]:
        """Numbers that are kept but not trained: running means of `BatchNorm`."""
        return {name: getattr(layer, p) for name, layer, p in self._named("buffers")}

    @property
    def trained(self) -> tuple[NDArray, NDArray]:
        """Parameters and gradients that training moves: all but those of frozen layers."""
        start = self._offsets[self.frozen]
        return self.parameters[..., start:], self.gradients[..., start:]

    def freeze(self, layers: int) -> None:
        """Leave the first `layers` layers as they are; 0 sets all free again."""
        self.frozen = whole_number(layers, "layers", 0, len(self.layers))
        sizes = np.diff(self._offsets)
        free = [i for i in range(self.frozen, len(sizes)) if sizes[i]]
        self._first_trained = free[0] if free else len(sizes)

    def take(self, other: "Network", layers: int) -> None:
        """Copy the parameters of the first `layers` layers of another network into this one."""
        whole_number(layers, "layers", 0, min(len(self.layers), len(other.layers)))
        for i in range(layers):
            if repr(self.layers[i]) != repr(other.layers[i]):
                raise ValueError(f"layer {i} is {self.layers[i]} here, {other.layers[i]} there")
        end = self._offsets[layers]
        self.parameters[..., :end] = other.parameters[..., :end]
        theirs = other.buffers
        for name, mine in self.buffers.items():
            if int(name.split(".")[0]) < layers:
                mine[...] = theirs[name]

    def single(self, i: int) -> "Network":
        """Copy number i as a network of its own, with its own parameters."""
        if self.copies is None:
            raise ValueError("this network has no copies: it is a single one already")
        whole_number(i, "i", 0, self.copies - 1)
        twin = copy.copy(self)
        twin.copies, twin.layers = None, copy.deepcopy(self.layers)
        twin._bind()
        twin.parameters[...] = self.parameters[i]
        for name, buffer in twin.buffers.items():
            buffer[...] = self.buffers[name][i]
        return twin

    # ------------------------------------------------------------ save and load
    def save(self, path: str | Path) -> None:
        """Write the parameters to an .npz file, whole or not at all."""
        storage.save(path, self._architecture(), self.parameters, self.buffers)

    def load(self, path: str | Path) -> None:
        """Read the parameters from a file that `save` wrote for the same layers.

        Raises FileNotFoundError, or ValueError if the file is damaged, is something else, or
        holds other layers; the network is then unchanged.
        """
        kept = {"parameters": self.parameters, **self.buffers}
        for name, array in storage.load(path, self._architecture(), kept).items():
            kept[name][...] = array

    def _architecture(self) -> list[str]:
        return [repr(layer) for layer in self.layers]

    def __repr__(self):
        lines = [f"Network of {self._offsets[-1]:,} parameters, loss {self.loss.__name__}"]
        lines[0] += "" if self.copies is None else f", {self.copies} copies"
        for i, layer in enumerate(self.layers):
            size = self._offsets[i + 1] - self._offsets[i]
            after = "×".join(map(str, self.shapes[i + 1]))
            lines.append(f"  {i}  {layer!r:30} → {after:10} {size:8,} parameters")
        return "\n".join(lines)

    # ------------------------------------------------------------ construction
    def _check_layers(self):
        for i, layer in enumerate(self.layers):
            if not isinstance(layer, Layer):
                raise TypeError(f"layer {i}: a layer expected, got {describe(layer)}")
        every = [part for layer in self.layers for part in layer.walk()]
        if not every:
            raise ValueError("layers: at least one layer expected, got none")
        for part in every:
            if sum(part is other for other in every) > 1:
                raise ValueError(f"{part} stands twice in the list: make one for each place")
            if any(name in vars(part) for name in part.shapes):
                raise ValueError(f"{part} belongs to another network: make a new one, then `take`")

    def _input_shape(self, given):
        own = getattr(self.layers[0], "input_shape", None)
        if given is None and own is None:
            raise ValueError(
                f"input_shape: the shape of one example expected, for {self.layers[0]} does not "
                "know it; (channels, height, width) for images"
            )
        shape = tuple(given) if given is not None else own
        for length in shape:
            whole_number(length, "input_shape")
        if len(shape) not in (1, 3):
            raise ValueError(f"input_shape: 1 or 3 lengths expected, got {shape}")
        return shape

    def _shapes(self):
        """The shape of one example at the door and after each layer."""
        shapes = [self.input_shape]
        for i, layer in enumerate(self.layers):
            try:
                shapes.append(layer.output_shape(shapes[-1]))
            except ValueError as error:
                before = f" after {self.layers[i - 1]}" if i else ""
                raise ValueError(f"layer {i}{before}: {error}") from None
        if len(shapes[-1]) == 3:
            raise ValueError(f"the last layer makes {spell(shapes[-1])}: end with Flatten()")
        return shapes

    def _bind(self):
        """Lay out the two flat vectors and give every layer its windows into them."""
        lead = () if self.copies is None else (self.copies,)
        sizes = [
            sum(int(np.prod(s)) for part in layer.walk() for s in part.shapes.values())
            for layer in self.layers
        ]
        self._offsets = [0, *np.cumsum(sizes).tolist()]
        self.parameters, self.gradients = np.zeros((2, *lead, self._offsets[-1]), self.dtype)
        start = 0
        for part in (part for layer in self.layers for part in layer.walk()):
            for name, shape in part.shapes.items():
                window = np.s_[..., start : start + int(np.prod(shape))]
                setattr(part, name, self.parameters[window].reshape(*lead, *shape))
                setattr(part, "grad_" + name, self.gradients[window].reshape(*lead, *shape))
                start = window[-1].stop
            for name, shape in part.buffers.items():
                setattr(part, name, np.zeros((*lead, *shape), self.dtype))
        self.freeze(self.frozen)

    def _start(self, init, bias_init, rng):
        for name, layer, parameter in self._named("shapes"):
            view = getattr(layer, parameter)
            if parameter in layer.starts:
                view[...] = layer.starts[parameter]
                continue
            start = init if parameter == "w" else bias_init
            values = start(view.shape, *layer.fans(parameter), rng)
            if np.shape(values) != view.shape:
                raise ValueError(f"init: shape {view.shape} expected for {name}, got {values}")
            view[...] = values
        for name, buffer in self.buffers.items():
            buffer[...] = 1 if name.endswith("variance") else 0

    def _named(self, kind):
        """(name, layer, parameter) for every parameter or buffer, in the order of the vector."""

        def inside(layer, name):
            yield from ((f"{name}.{p}", layer, p) for p in getattr(layer, kind))
            for j, part in enumerate(getattr(layer, "layers", ())):
                yield from inside(part, f"{name}.{j}")

        for i, layer in enumerate(self.layers):
            yield from inside(layer, str(i))
