"""Small weights: a trained network in one byte for each parameter, as text.  Chapter 13.

Each array is divided by one number of its own, so that its largest entry becomes 127, and rounded.
The text is short enough for a web page to carry it.
"""

import base64
from typing import Any

import numpy as np

from course_lib.network import Network

__all__ = ["pack", "unpack"]


def pack(network: Network) -> dict[str, dict[str, Any]]:
    """Name of each parameter → its shape, its scale, and its bytes as base64 text."""
    packed = {}
    for name, array in network.views.items():
        scale = float(np.abs(array).max() / 127) or 1.0
        whole = np.rint(array / scale).astype(np.int8)
        text = base64.b64encode(whole.tobytes()).decode("ascii")
        packed[name] = {"shape": list(array.shape), "scale": scale, "bytes": text}
    return packed


def unpack(packed: dict[str, dict[str, Any]], network: Network) -> None:
    """Give the network the parameters that `pack` wrote down.

    Raises ValueError if the names or shapes are those of other layers; nothing is changed then.
    """
    views = network.views
    shapes = {name: list(view.shape) for name, view in views.items()}
    found = {name: part["shape"] for name, part in packed.items()}
    if shapes != found:
        raise ValueError(f"packed: {shapes} expected for this network, got {found}")
    for name, part in packed.items():
        whole = np.frombuffer(base64.b64decode(part["bytes"]), np.int8)
        views[name][...] = whole.reshape(part["shape"]) * part["scale"]
