"""Many answers quickly: a network of `Dense` and `ReLU` layers as a chain of products.

Each layer's weights and biases become one matrix by the trick of chapter 1: the bias is the weight
of an input that is always 1.  The 1 is handed from layer to layer, since ReLU leaves it alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from course_lib.layers import Dense, Layer, ReLU


def matrices(layers: Sequence[Layer]) -> list[NDArray] | None:
    """[[Wᵀ, 0], [b, 1]] for each `Dense` layer, the last without its right column, each of shape
    (d_in + 1, d_out + 1); None if the layers are not `Dense` and `ReLU` in turn."""
    kinds = [type(layer) for layer in layers]
    if kinds != ([Dense, ReLU] * len(kinds))[: len(kinds)] or kinds[-1:] != [Dense]:
        return None
    chain = []
    for layer in layers[::2]:
        d_out, d_in = layer.shapes["w"]
        matrix = np.zeros((*layer.w.shape[:-2], d_in + 1, d_out + 1), layer.w.dtype)
        matrix[..., :-1, :-1], matrix[..., -1, :-1] = layer.w.mT, layer.b
        matrix[..., -1, -1] = 1
        chain.append(matrix)
    chain[-1] = np.ascontiguousarray(chain[-1][..., :-1])
    return chain


def outputs(chain: Sequence[NDArray], x: NDArray) -> NDArray:
    """The last layer's outputs for the examples x of shape (…, n, d)."""
    z = np.concatenate([x, np.ones_like(x[..., :1])], axis=-1) @ chain[0]
    for matrix in chain[1:]:
        z = z.clip(0, np.inf, out=z) @ matrix  # max(0, z), and faster than np.maximum
    return z
