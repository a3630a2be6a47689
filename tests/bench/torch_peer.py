"""PyTorch networks with the same layers and weights as a course_lib network."""

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)


class Residual(nn.Module):
    def __init__(self, inside, scale):
        super().__init__()
        self.inside, self.scale = inside, scale

    def forward(self, x):
        return x + self.scale * self.inside(x)


def module(layer):
    """One layer as a PyTorch module with the same parameters."""
    kind, shape = type(layer).__name__, layer.shapes.get("w")
    if kind == "Residual":
        return Residual(nn.Sequential(*map(module, layer.layers)), layer.scale)
    simple = {
        "ReLU": nn.ReLU, "Sigmoid": nn.Sigmoid, "Tanh": nn.Tanh, "Flatten": nn.Flatten,
        "Identity": nn.Identity,
    }  # fmt: skip
    if kind in simple:
        return simple[kind]()
    if kind == "LeakyReLU":
        return nn.LeakyReLU(float(layer.arguments))
    if kind == "GELU":
        return nn.GELU(approximate="tanh")
    if kind == "Softmax":
        return nn.Softmax(-1)
    if kind == "MaxPool2D":
        return nn.MaxPool2d(layer.size, layer.stride)
    if kind == "AvgPool2D":
        return nn.AvgPool2d(layer.size, layer.stride)
    if kind == "Dense":
        twin = nn.Linear(shape[1], shape[0])
    elif kind == "Conv2D":
        twin = nn.Conv2d(shape[1], shape[0], layer.size, layer.stride, layer.padding)
    elif kind == "BatchNorm":
        twin = nn.BatchNorm2d(shape[0])
    elif kind == "LayerNorm":
        twin = nn.LayerNorm(shape[0])
    else:
        raise TypeError(f"no PyTorch twin for {layer}")
    with torch.no_grad():
        twin.weight.copy_(torch.from_numpy(layer.w))
        twin.bias.copy_(torch.from_numpy(layer.b))
    return twin


def sequential(network):
    """The whole network, in its type of floats, with its parameters."""
    dtype = torch.float64 if network.dtype == np.float64 else torch.float32
    layers = []
    for layer, shape in zip(network.layers, network.shapes, strict=False):
        twin = module(layer).to(dtype)
        if isinstance(twin, nn.BatchNorm2d) and len(shape) == 1:
            rows = nn.BatchNorm1d(shape[0]).to(dtype)
            rows.load_state_dict(twin.state_dict())
            twin = rows
        layers.append(twin)
    twin = nn.Sequential(*layers)
    with torch.no_grad():  # once more, since a change of type may have rounded
        for parameter, view in zip(twin.parameters(), network.views.values(), strict=True):
            parameter.copy_(torch.from_numpy(view))
    return twin


def flat_gradient(twin):
    """All gradients in one vector, in the order of `Network.gradients`."""
    return np.concatenate([parameter.grad.numpy().ravel() for parameter in twin.parameters()])
