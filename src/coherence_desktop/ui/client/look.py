"""Colour of the disc and strength of the bands, and what lies between two of them."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from coherence_desktop.ui.theme import Theme

BLEND_S = 2.0
_DISC = {None: "ink3", 1: "disc_low", 2: "disc_medium", 3: "disc_high"}
_BANDS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What the guide looks like at one moment.

    Parameters
    ----------
    tone : tuple of float
        Red, green and blue of the disc's edge, 0 to 1.
    field : float
        Share of the tone in the field around the disc.
    bands : tuple of float
        Share of the tone in each band, from the inside.
    """

    tone: tuple[float, ...]
    field: float
    bands: tuple[float, ...]

    @property
    def color(self) -> QColor:
        """The tone as a colour."""
        red, green, blue = self.tone
        return QColor.fromRgbF(red, green, blue)

    def toward(self, other: "Look", share: float) -> "Look":
        """Look between this one (share 0) and another (share 1)."""
        return Look(
            _between(self.tone, other.tone, share),
            self.field + (other.field - self.field) * share,
            _between(self.bands, other.bands, share),
        )


def look_of(theme: Theme, level: int | None, *, bands: bool) -> Look:
    """Look of a coherence level.

    Parameters
    ----------
    theme : Theme
    level : int or None
        1 to 3: as many bands, and their colour; ``None``: neutral, without bands.
    bands : bool
        Whether the bands are seen at all.
    """
    color = theme.color(_DISC[level])
    field = 0.24 if theme.dark else 0.22
    count = level if level is not None and bands else 0
    shares = tuple(
        field * (count - band) / (count + 1) if band < count else 0.0 for band in range(_BANDS)
    )
    return Look((color.redF(), color.greenF(), color.blueF()), field, shares)


def light_of(theme: Theme) -> QColor:
    """Light in the middle of the disc, which fades to the plain tone at its edge."""
    if theme.dark:
        return theme.color("client_word", 0.12)
    return theme.color("client_ground", 0.18)


def _between(a: tuple[float, ...], b: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(x + (y - x) * share for x, y in zip(a, b, strict=True))
