"""Size calculator: how many places a window has on a row of pixels.  Chapter 11.

The reader finds the size formula, what is left over at the end, which pixels are seen more often
than others, and which settings leave no place at all.
"""

from typing import Any

import numpy as np

from course_lib.conv import Conv2D
from course_lib.widgets.base import Number, Widget


class SizeCalculator(Widget):
    slug = "size-calculator"
    fields = {
        "n": Number(12, 1, 32),
        "k": Number(3, 1, 11),
        "p": Number(0, 0, 5),
        "s": Number(2, 1, 6),
    }
    size = (7.0, 3.2)

    def compute(self, **values: Any) -> dict[str, Any]:
        """places: of the window (0 if it does not fit)      padded: pixels with the padding
        left: pixels at the end, padding among them, that no window reaches
        seen: for each pixel, by how many windows      unseen: pixels that no window sees
        """
        n, k, p, s = (values[name] for name in "nkps")
        places = max(0, Conv2D(1, 1, k, stride=s, padding=p).output_size(n, n)[0])
        seen = np.zeros(n + 2 * p, int)
        for i in range(places):
            seen[s * i : s * i + k] += 1
        inside = seen[p : p + n]
        return {
            "places": places,
            "padded": n + 2 * p,
            "left": n + 2 * p - (s * (places - 1) + k if places else 0),
            "seen": inside,
            "unseen": int(np.sum(inside == 0)),
        }

    def picture(self, figure, values, result) -> str:
        n, k, p, s = (values[name] for name in "nkps")
        places, padded = result["places"], result["padded"]
        ax = figure.add_axes((0.04, 0.16, 0.92, 0.66))
        ax.bar(np.arange(p, p + n) + 0.5, 1, 0.94, bottom=0.3, color="#333333")
        for i in [*range(p), *range(p + n, padded)]:
            ax.text(i + 0.5, 0.8, "0", ha="center", va="center")
        for i in range(places):
            ax.plot([s * i + 0.1, s * i + k - 0.1], [-0.4 - 0.6 * i] * 2, color="#B84C00", lw=4)
        ax.set(xlim=(0, padded), ylim=(-0.6 * max(places, 3) - 0.6, 1.6))
        ax.axis("off")
        formula = f"⌊({n} + 2·{p} − {k}) / {s}⌋ + 1 = {places}"
        shown = formula if places else f"a window of {k} does not fit on {padded} pixels"
        figure.text(0.04, 0.9, shown, fontsize=12, fontweight="bold")
        return (
            f"A row of {n} pixels with a padding of {p}, and a window of {k} that moves by {s}: "
            f"{places} places, {result['unseen']} pixels seen by no window."
        )


def size_calculator(**values: Any) -> SizeCalculator:
    """How many places a window of k has on n pixels with padding p and stride s.

    Start values: n (1…32), k (1…11), p (0…5), s (1…6).
    """
    return SizeCalculator(**values)
