"""Optimizers: how to walk downhill, each its textbook formula on one flat vector.

`step(theta, g)` moves the parameters theta in place against the gradient g.  The learning rate
`lr` is a number, a schedule (a function of the step number 0, 1, 2, …, see `course_lib.schedules`)
or an array (copies,) with one rate for each of many networks.  Chapter 9.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import describe, real_array, real_number, whole_number

__all__ = [
    "SGD", "AdaGrad", "Adam", "AdamW", "Momentum", "Nesterov", "Optimizer", "RMSProp", "descend",
]  # fmt: skip


class Optimizer:
    """What all optimizers share: the learning rate and the number t of steps made."""

    def __init__(self, lr: ArrayLike | Callable[[int], float]):
        self.t = 0
        self._shape: tuple[int, ...] | None = None
        self._rates = 0
        self._lr: Callable[[int], float | NDArray]
        if callable(lr):
            self._lr = lr
            return
        rates = real_array(lr, "lr", (0, 1))
        if (rates < 0).any():
            raise ValueError(f"lr: a learning rate from 0 upwards expected, got {rates.min():g}")
        # A plain float keeps float32 parameters float32; an array becomes one row for each copy.
        self._rates = rates.size if rates.ndim else 0
        rate = rates[:, None] if rates.ndim else rates.item()
        self._lr = lambda t: rate

    def rate(self) -> float | NDArray:
        """The learning rate of the next step."""
        return self._lr(self.t)

    def step(self, theta: NDArray, g: NDArray) -> None:
        """Move theta in place; g is the gradient of the loss at theta."""
        if theta.shape != self._shape:
            self._meet(theta)
        self.move(theta, g, self.rate())
        self.t += 1

    def move(self, theta, g, lr):
        raise NotImplementedError

    def _meet(self, theta):
        """Remember the shape of the vector, the same for a whole walk, and see that it fits."""
        if self._shape is not None:
            raise ValueError(
                f"{self!r} has walked with parameters of shape {self._shape}; make a new "
                f"optimizer for those of shape {theta.shape}"
            )
        if self._rates and (theta.ndim != 2 or len(theta) != self._rates):
            copies = len(theta) if theta.ndim == 2 else 1
            raise ValueError(f"lr: {self._rates} learning rates given for {copies} networks")
        self._shape = theta.shape

    def __repr__(self):
        return f"{type(self).__name__}(lr={_spell(self.rate())})"


class SGD(Optimizer):
    """θ ← θ - ηg: straight down the slope.  Source: Cauchy 1847; Robbins & Monro 1951."""

    def move(self, theta, g, lr):
        theta -= lr * g


class Momentum(Optimizer):
    """v ← μv - ηg, θ ← θ + v: a heavy ball.  Source: Polyak 1964; Sutskever et al. 2013."""

    def __init__(self, lr, mu: float = 0.9):
        super().__init__(lr)
        self.mu, self.v = _share(mu, "mu"), 0.0

    def move(self, theta, g, lr):
        self.v = self.mu * self.v - lr * g
        theta += self.v


class Nesterov(Momentum):
    """Momentum that takes the slope a step ahead, at θ + μv.

    The vector theta that training sees is that look-ahead point φ = θ + μv; written for it, the
    rule reads v ← μv - ηg, φ ← φ + μv - ηg, with g taken at φ.
    Source: Nesterov 1983; Sutskever et al. 2013.
    """

    def move(self, theta, g, lr):
        self.v = self.mu * self.v - lr * g
        theta += self.mu * self.v - lr * g


class AdaGrad(Optimizer):
    """s ← s + g², θ ← θ - ηg / (√s + ε): a rate for each number, and nothing is forgotten.

    Source: Duchi, Hazan & Singer 2011.
    """

    def __init__(self, lr, eps: float = 1e-8):
        super().__init__(lr)
        self.eps, self.s = _positive(eps, "eps"), 0.0

    def move(self, theta, g, lr):
        self.s = self.s + g * g
        theta -= lr * g / (np.sqrt(self.s) + self.eps)


class RMSProp(Optimizer):
    """s ← ρs + (1 - ρ)g², θ ← θ - ηg / (√s + ε): the past fades.

    Source: Tieleman & Hinton 2012, lecture 6.5.
    """

    def __init__(self, lr, rho: float = 0.9, eps: float = 1e-8):
        super().__init__(lr)
        self.rho, self.eps, self.s = _share(rho, "rho"), _positive(eps, "eps"), 0.0

    def move(self, theta, g, lr):
        self.s = self.rho * self.s + (1 - self.rho) * (g * g)
        theta -= lr * g / (np.sqrt(self.s) + self.eps)


class Adam(Optimizer):
    """Momentum over RMSProp, both corrected for their start at zero.

    m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ),
    θ ← θ - η m̂ / (√v̂ + ε), with ε outside the root.
    Source: Kingma & Ba 2015, algorithm 1.
    """

    def __init__(self, lr=0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8):
        super().__init__(lr)
        self.beta1, self.beta2 = _share(beta1, "beta1"), _share(beta2, "beta2")
        self.eps, self.m, self.v = _positive(eps, "eps"), 0.0, 0.0

    def move(self, theta, g, lr):
        theta -= lr * self.direction(g)

    def direction(self, g):
        """m̂ / (√v̂ + ε), the step for a learning rate of 1."""
        t = self.t + 1  # the paper counts from 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * (g * g)
        m_hat = self.m / (1 - self.beta1**t)
        v_hat = self.v / (1 - self.beta2**t)
        return m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    """Adam whose weights also shrink by the share ηλ in each step, θ ← θ - η(m̂ / (√v̂ + ε) + λθ).

    Not the same as adding λθ to the gradient, which Adam would divide by √v̂.
    Source: Loshchilov & Hutter 2019.
    """

    def __init__(self, lr=0.001, decay: float = 0.01, **adam):
        super().__init__(lr, **adam)
        self.decay = _positive(decay, "decay")

    def move(self, theta, g, lr):
        theta -= lr * (self.direction(g) + self.decay * theta)


def descend(gradient: Callable, start: ArrayLike, optimizer: Optimizer, steps: int) -> NDArray:
    """The path of an optimizer over a surface.

    gradient: function of a point, (d,) → (d,), or of many, (copies, d) → (copies, d)
    start: the first point (d,) or points (copies, d)
    Returns (steps + 1, d) or (steps + 1, copies, d); the start comes first.  A path that leaves
    the range of floats goes on as infinity or NaN, without a warning.
    """
    whole_number(steps, "steps")
    path = np.empty((steps + 1, *np.shape(start)))
    path[0] = point = real_array(start, "start", (1, 2)).copy()
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps):
            optimizer.step(point, gradient(point))
            path[step + 1] = point
    return path


def _share(value, name):
    number = real_number(value, name)
    if not 0 <= number < 1:
        raise ValueError(f"{name}: a share from 0 to below 1 expected, got {number:g}")
    return number


def _positive(value, name):
    number = real_number(value, name)
    if number < 0:
        raise ValueError(f"{name}: a number from 0 upwards expected, got {number:g}")
    return number


def _spell(rate):
    return f"{rate:g}" if isinstance(rate, float | int) else describe(np.ravel(rate))
