"""What a row of the benchmark yields, and the table of all rows."""

import gc
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.bench.timing import interleave, milliseconds, ratio


@dataclass(frozen=True)
class Result:
    """One measured number against its target.

    value: times faster than the peer, or a number in `unit`; `must` and `aim` are its targets,
    reached from above, or from below where `at_most` says so
    """

    work: str
    peer: str
    value: float
    must: float | None = None
    aim: float | None = None
    unit: str = "×"
    at_most: bool = False
    ours_ms: float = 0.0

    def verdict(self, target: float | None) -> str:
        if target is None:
            return ""
        met = self.value <= target if self.at_most else self.value >= target
        return "met" if met else "MISSED"

    def as_json(self) -> dict:
        return asdict(self) | {
            "must_met": self.verdict(self.must) != "MISSED",
            "aim_met": self.verdict(self.aim) != "MISSED",
        }


def compare(
    title: str,
    ours: Callable[[], object],
    peers: dict[str, tuple[Callable[[], object], float | None, float | None]],
    rounds: int = 9,
    before: Callable[[], object] = gc.collect,
) -> list[Result]:
    """Time `ours` against each peer, given as name → (function, must, aim)."""
    work = {"ours": ours} | {name: peer[0] for name, peer in peers.items()}
    seconds = interleave(work, rounds, before)
    ms = milliseconds(seconds)
    return [
        Result(title, name, ratio(seconds, name), must, aim, ours_ms=ms)
        for name, (_, must, aim) in peers.items()
    ]


def line(result: Result) -> str:
    sign = "≤" if result.at_most else "≥"
    targets = [
        f"{name} {sign} {target:g} {result.verdict(target)}"
        for name, target in (("must", result.must), ("aim", result.aim))
        if target is not None
    ]
    value = f"{result.value:.3g} {result.unit}"
    ours = f"{result.ours_ms:.4g} ms" if result.ours_ms else ""
    return f"{result.work:44} {result.peer:30} {value:>10} {ours:>11}  {', '.join(targets)}"
