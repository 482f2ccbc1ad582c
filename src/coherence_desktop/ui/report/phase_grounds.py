"""Grounds of phases behind a plot, each with its letter: grey alone would not tell them apart."""

from collections.abc import Sequence

from coherence_desktop.ui.report.axes import LEFT, Area, band_ink
from coherence_desktop.ui.report.drawing import (
    Anchor,
    Box,
    Label,
    Line,
    Shape,
    segment,
    words_width,
)
from coherence_desktop.ui.review.views import Band

STRIP = 9.0
"""Room for the letters above the area of values."""
LEGEND = 14.0
_PHASES = ("baseline", "induce", "stay", "recover")
_LETTERS = {name: name[0].upper() for name in _PHASES}
_SMALL = 6.5


def legend(bands: Sequence[Band], *, ceiling: bool) -> list[Shape]:
    """Names of the grounds that are there, with their letters; nothing if there are none."""
    shapes: list[Shape] = []
    x = LEFT
    for name in _PHASES:
        if not any(band.name == name for band in bands):
            continue
        shapes.append(Box(x, 1.0, 11.0, 9.0, band_ink(Band(name, name, 0.0, 0.0)), "edge"))
        shapes.append(Label(x + 5.5, 8.0, _LETTERS[name], "ink", _SMALL, Anchor.MIDDLE))
        shapes.append(Label(x + 14, 8.2, name, "ink2"))
        x += 14 + words_width(name, 7.0) + 12
    if shapes and ceiling:
        shapes.append(Line((((x, 5.5), (x + 14, 5.5)),), "ink2", 0.8, (4.0, 3.0)))
        shapes.append(Label(x + 17, 8.2, "agreed ceiling", "ink2"))
    return shapes


def grounds(bands: Sequence[Band], area: Area, *, letters: bool) -> list[Shape]:
    """Bands behind an area, and their letters in the strip above it where they have room."""
    shapes: list[Shape] = []
    top = area.top - (STRIP if letters else 0.0)
    for band in bands:
        left, right = area.x(max(0.0, band.start_s)), area.x(min(band.end_s, area.x1))
        if not band_ink(band) or right <= left:
            continue
        shapes.append(Box(left, top, right - left, area.bottom - top, band_ink(band)))
        letter = _LETTERS.get(band.name, "")
        if letters and letter and right - left > words_width(letter, _SMALL) + 1:
            middle = (left + right) / 2
            shapes.append(Label(middle, top + 7.0, letter, "ink2", _SMALL, Anchor.MIDDLE))
            shapes.append(segment(left, top, left, area.bottom, "edge", 0.3))
    return shapes


def has_grounds(bands: Sequence[Band]) -> bool:
    """Whether there is a phase that has a ground of its own."""
    return any(band.name in _PHASES for band in bands)
