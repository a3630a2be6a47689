"""What a reader can change in a widget: numbers, choices, switches, lists of numbers.

A field knows its start value and its limits. From it come the ipywidgets control, the trait of
the view and the check of every value that arrives from Python or from a link.
"""

import math
from dataclasses import dataclass
from typing import Any

import ipywidgets as W
import traitlets as T

# Room for the words, and no wider than a phone.
_LAYOUT = {"width": "min(100%, 24rem)"}
_STYLE = {"description_width": "8.5rem"}


def _real(name: str, value: Any) -> float:
    """The value as a finite number, or an error that names the field."""
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        raise TypeError(f"{name} must be a number, got {value!r}")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, got {value!r}")
    return number


def _within(name: str, value: Any, low: float, high: float) -> float:
    number = _real(name, value)
    if not low <= number <= high:
        raise ValueError(f"{name} must lie between {low} and {high}, got {value!r}")
    return number


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high``. An integer if all of value, low, high and step are.

    ``inside=True``: no slider; the view itself has a handle or a button for it.
    """

    value: float
    low: float
    high: float
    step: float = 1
    inside: bool = False
    synced = "value"  # the control's trait that is tied to the view

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError(f"low must be below high, got low={self.low} and high={self.high}")
        self.check("value", self.value)

    @property
    def whole(self) -> bool:
        return all(isinstance(v, int) for v in (self.value, self.low, self.high, self.step))

    def check(self, name: str, value: Any) -> float:
        number = _within(name, value, self.low, self.high)
        if self.whole and number != int(number):
            raise ValueError(f"{name} must be a whole number, got {value!r}")
        return int(number) if self.whole else number

    def trait(self) -> Any:
        kind: Any = T.Int if self.whole else T.Float
        return kind(self.value).tag(sync=True)

    def limits(self) -> Any:
        return [self.low, self.high, self.step]

    def control(self, value: Any, label: str, options: dict[str, str]) -> Any:
        digits = 0 if self.whole else max(1, math.ceil(-math.log10(self.step)))
        slider = W.IntSlider if self.whole else W.FloatSlider
        return slider(
            value=value,
            min=self.low,
            max=self.high,
            step=self.step,
            description=label,
            readout_format="d" if self.whole else f".{digits}f",
            layout=_LAYOUT,
            style=_STYLE,
        )

    def to_view(self, value: Any) -> Any:
        return value

    def from_view(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Switch(Number):
    """On or off, kept as 1 or 0."""

    value: float = 0
    low: float = 0
    high: float = 1

    def control(self, value: Any, label: str, options: dict[str, str]) -> Any:
        return W.Checkbox(value=bool(value), description=label, indent=False)


@dataclass(frozen=True)
class Choice:
    """One of several words. The view sees the index."""

    value: str
    options: tuple[str, ...]
    inside: bool = False
    synced = "index"

    def __post_init__(self) -> None:
        self.check("value", self.value)

    def check(self, name: str, value: Any) -> str:
        if value not in self.options:
            raise ValueError(f"{name} must be one of {', '.join(self.options)}, got {value!r}")
        return str(value)

    def trait(self) -> Any:
        return T.Int(self.options.index(self.value)).tag(sync=True)

    def limits(self) -> Any:
        return list(self.options)

    def control(self, value: Any, label: str, options: dict[str, str]) -> Any:
        return W.Dropdown(
            value=value,
            options=[(options.get(o, o), o) for o in self.options],
            description=label,
            layout=_LAYOUT,
            style=_STYLE,
        )

    def to_view(self, value: Any) -> Any:
        return self.options.index(value)

    def from_view(self, value: Any) -> Any:
        return self.options[value]


@dataclass(frozen=True)
class Numbers:
    """A list of numbers, or of rows of numbers (points), every one from ``low`` to ``high``.

    Lives in the view only. ``shortest`` and ``longest`` limit what a link can ask for.
    """

    value: tuple
    low: float
    high: float
    step: float = 0
    longest: int = 64
    shortest: int = 0
    inside: bool = True
    synced = "value"

    def check(self, name: str, value: Any) -> list:
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, str | bytes) or not hasattr(value, "__len__"):
            raise TypeError(f"{name} must be a list of numbers, got {value!r}")
        if not self.shortest <= len(value) <= self.longest:
            raise ValueError(
                f"{name} must hold {self.shortest} to {self.longest} entries, got {len(value)}"
            )
        return [self._entry(name, v) for v in value]

    def _entry(self, name: str, value: Any) -> Any:
        if hasattr(value, "__len__") and not isinstance(value, str | bytes):
            return [self._entry(name, v) for v in value]
        number = _within(name, value, self.low, self.high)
        return int(number) if self.step == 1 and number == int(number) else number

    def trait(self) -> Any:
        return T.List(self.check("value", self.value)).tag(sync=True)

    def limits(self) -> Any:
        return [self.low, self.high, self.step, self.longest, self.shortest]

    def to_view(self, value: Any) -> Any:
        return value

    def from_view(self, value: Any) -> Any:
        return value


Field = Number | Choice | Numbers
