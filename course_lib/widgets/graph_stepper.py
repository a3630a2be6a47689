"""Graph stepper: a small calculation forward, then its blame backward, node by node.  Chapter 5.

The reader finds that a sum copies blame, a product swaps, and that a fork adds.
"""

from typing import Any

from course_lib.autodiff import Value
from course_lib.widgets.base import Choice, Number, Numbers, Widget

#: each graph's nodes after a, b, c: name, operation, and the two nodes it is made of
GRAPHS: dict[str, list[tuple[str, str, str, str]]] = {
    "(a·b)·(b+c)": [("p", "×", "a", "b"), ("q", "+", "b", "c"), ("r", "×", "p", "q")],
    "(a·b+c)²": [("p", "×", "a", "b"), ("q", "+", "p", "c"), ("r", "×", "q", "q")],
    "a·b+b·c": [("p", "×", "a", "b"), ("q", "×", "b", "c"), ("r", "+", "p", "q")],
}
#: where each node stands in the picture, by graph
PLACES = {
    "(a·b)·(b+c)": ((40, 40), (40, 130), (40, 220), (175, 75), (175, 185), (310, 130)),
    "(a·b+c)²": ((40, 40), (40, 130), (40, 220), (135, 85), (230, 150), (320, 150)),
    "a·b+b·c": ((40, 40), (40, 130), (40, 220), (175, 75), (175, 185), (310, 130)),
}
NODES = "abcpqr"
STEPS = 3 + 6  # forward through p, q, r; backward through r, q, p, c, b, a


def run(graph: str, a: float, b: float, c: float) -> tuple[list[float], list[float]]:
    """Values and gradients of a, b, c, p, q, r."""
    nodes = {name: Value(float(value)) for name, value in zip("abc", (a, b, c), strict=True)}
    for name, operation, left, right in GRAPHS[graph]:
        x, y = nodes[left], nodes[right]
        nodes[name] = x * y if operation == "×" else x + y
    nodes["r"].backward()
    return [nodes[n].data for n in NODES], [nodes[n].grad for n in NODES]


class GraphStepper(Widget):
    slug = "graph-stepper"
    fields = {
        "a": Number(2, -5, 5),
        "b": Number(-3, -5, 5),
        "c": Number(5, -5, 5),
        "graph": Choice("(a·b+c)²", tuple(GRAPHS)),
        "step": Number(3, 0, STEPS, inside=True),
        # the reader's guess and the step before which it was made
        "guess": Numbers((), -9999, 9999, longest=2),
    }
    size = (7.0, 3.7)

    def data(self) -> dict[str, Any]:
        return {"graphs": list(GRAPHS.values()), "places": list(PLACES.values())}

    def compute(self, **values: Any) -> dict[str, Any]:
        """All values and gradients of a, b, c, p, q, r, shown or not."""
        data, grad = run(values["graph"], values["a"], values["b"], values["c"])
        return {"values": data, "gradients": grad, "shown": values["step"]}

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.02, 0.14, 0.96, 0.84))
        ax.set(xlim=(0, 352), ylim=(262, 0))
        ax.axis("off")
        graph = values["graph"]
        place = dict(zip(NODES, PLACES[graph], strict=True))
        operation = {name: op for name, op, _, _ in GRAPHS[graph]}
        for name, _, left, right in GRAPHS[graph]:
            for source in dict.fromkeys((left, right)):
                (x0, y0), (x1, y1) = place[source], place[name]
                ax.plot([x0, x1], [y0, y1], color="#777", lw=1.5, zorder=1)
        for name, value, grad in zip(NODES, result["values"], result["gradients"], strict=True):
            x, y = place[name]
            ax.plot(x, y, "o", ms=38, mfc="white", mec="#222", zorder=2)
            label = f"{name} {operation.get(name, '')}"
            ax.text(x, y - 4, label, ha="center", va="center", zorder=3)
            ax.text(x, y + 13, f"{value:g}".replace("-", "−"), ha="center", va="center", zorder=3)
            text = f"grad {grad:g}".replace("-", "−")
            ax.text(x, y + 37, text, ha="center", va="center", color="#0072B2", fontsize=9)
        told = "; ".join(
            f"{n} is {v:g}, gradient {g:g}"
            for n, v, g in zip(NODES, result["values"], result["gradients"], strict=True)
        )
        return f"Graph of r = {graph}: {told}."


def graph_stepper(**values: Any) -> GraphStepper:
    """Three numbers, two operations, a result: forward, then blame backward, node by node.

    Start values: a, b, c (whole numbers −5…5), graph, step (0…9: three steps forward, six back).
    """
    return GraphStepper(**values)
