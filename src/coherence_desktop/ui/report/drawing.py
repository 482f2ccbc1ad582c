"""What a figure consists of: shapes in points, from the top left, in the colours of the tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]
Run = tuple[Point, ...]

WIDTH = 500.0
"""Every figure is drawn this wide; whoever shows it scales it."""
_LETTER = 0.56
"""Width of an average letter as a share of its size."""


class Anchor(StrEnum):
    """Which part of the words stands at their point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Form(StrEnum):
    """Form of a dot; colour never stands alone."""

    DISC = "disc"
    RING = "ring"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, framed if ``edge`` names a colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One or more runs of points, each joined by straight lines."""

    runs: tuple[Run, ...]
    ink: str
    width: float = 0.6
    dash: tuple[float, ...] = ()
    """Lengths of line and space in points; empty for a solid one."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots of one form."""

    points: Run
    ink: str
    radius: float
    form: Form = Form.DISC


@dataclass(frozen=True, slots=True)
class Label:
    """Words on one line; ``y`` is their base line."""

    x: float
    y: float
    text: str
    ink: str = "ink3"
    size: float = 7.0
    anchor: Anchor = Anchor.START
    bold: bool = False


Shape = Box | Line | Dots | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are drawn."""

    height: float
    shapes: tuple[Shape, ...]
    width: float = WIDTH


def segment(x0: float, y0: float, x1: float, y1: float, ink: str, width: float = 0.6) -> Line:
    """A straight line."""
    return Line((((x0, y0), (x1, y1)),), ink, width)


def words_width(text: str, size: float) -> float:
    """About how wide words are; no font is asked, so that figures need none."""
    return _LETTER * size * len(text)


def placed(
    wanted: Iterable[tuple[float, str]], rows: int, right: float, size: float
) -> list[tuple[float, int, str]]:
    """Give labels their places in a few rows, so that none covers another.

    Parameters
    ----------
    wanted : iterable of (float, str)
        Where each label begins, and its words; in the order of their places.
    rows : int
    right : float
        None reaches further than this.
    size : float
        Of the words.

    Returns
    -------
    list of (float, int, str)
        Place, row from 0 and words of those that have room.
    """
    free = [float("-inf")] * rows
    found = []
    for x, text in wanted:
        wide = words_width(text, size)
        row = next((row for row in range(rows) if free[row] <= x), None)
        if row is not None and x + wide <= right:
            found.append((x, row, text))
            free[row] = x + wide + size
    return found
