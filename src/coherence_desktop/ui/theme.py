"""Colours, type and spacing of the window, in a light and a dark form."""

from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase

FAMILIES = ("Inter", "Inter Variable", "Noto Sans")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Named colours; every painted thing uses one of these."""

    ground: str
    surface: str
    sunken: str
    ink: str
    ink2: str
    ink3: str
    line: str
    edge: str
    accent: str
    on_accent: str
    accent_soft: str
    heart: str
    breath: str
    distress: str
    note: str
    note_soft: str
    band_induce: str
    band_stay: str
    stop: str
    client_ground: str
    client_word: str
    client_quiet: str
    disc_low: str
    disc_medium: str
    disc_high: str


LIGHT = Tokens(
    ground="#F5F2ED",
    surface="#FFFDFA",
    sunken="#EBE6DE",
    ink="#22282A",
    ink2="#50575A",
    ink3="#5C6264",
    line="#DDD7CD",
    edge="#7D7971",
    accent="#1A675E",
    on_accent="#FFFFFF",
    accent_soft="#DDEBE6",
    heart="#1C5F93",
    breath="#9C5B06",
    distress="#8A4478",
    note="#7A4E00",
    note_soft="#F9EBD0",
    band_induce="#F9EBD0",
    band_stay="#F1E4EE",
    stop="#22282A",
    client_ground="#F5F2ED",
    client_word="#22282A",
    client_quiet="#5C6264",
    disc_low="#96692A",
    disc_medium="#5A7B46",
    disc_high="#2A7D70",
)

DARK = Tokens(
    ground="#171A1A",
    surface="#202524",
    sunken="#121515",
    ink="#ECE8E1",
    ink2="#B5B7B1",
    ink3="#989C97",
    line="#343A39",
    edge="#767C79",
    accent="#7CC6B6",
    on_accent="#0E2621",
    accent_soft="#24403B",
    heart="#74B6E6",
    breath="#E3A74A",
    distress="#D490C0",
    note="#F0C27A",
    note_soft="#3D2F17",
    band_induce="#352C1C",
    band_stay="#342831",
    stop="#ECE8E1",
    client_ground="#101413",
    client_word="#C9D1CB",
    client_quiet="#8E9892",
    disc_low="#8B7040",
    disc_medium="#5C7F58",
    disc_high="#3B8376",
)

TOKEN_NAMES = tuple(field.name for field in fields(Tokens))


@lru_cache(maxsize=1)
def _family() -> str:
    installed = set(QFontDatabase.families())
    return next((family for family in FAMILIES if family in installed), "")


class Theme(QObject):
    """The current look; widgets take it as an argument and repaint on `changed`.

    Parameters
    ----------
    dark : bool
        Start with the dark palette.
    reduced_motion : bool
        No continuous animation: the disc keeps one size, plots move once a second.
    """

    changed = Signal()

    def __init__(
        self, *, dark: bool = False, reduced_motion: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._dark = dark
        self._reduced_motion = reduced_motion
        self._colors = self._make_colors()

    @property
    def dark(self) -> bool:
        """Whether the dark palette is shown."""
        return self._dark

    @property
    def reduced_motion(self) -> bool:
        """Whether motion is reduced."""
        return self._reduced_motion

    @property
    def tokens(self) -> Tokens:
        """The palette as hex strings, for style sheets."""
        return DARK if self._dark else LIGHT

    def set_dark(self, dark: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show the dark or the light palette."""
        if dark != self._dark:
            self._dark = dark
            self._colors = self._make_colors()
            self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Reduce motion, or allow it."""
        if reduced != self._reduced_motion:
            self._reduced_motion = reduced
            self.changed.emit()

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """Colour of a token, e.g. ``color("heart")``; ``alpha`` from 0 to 1."""
        color = self._colors[token]
        if alpha < 1.0:
            color = QColor(color)
            color.setAlphaF(alpha)
        return color

    def font(self, size_px: int, weight: int = 400) -> QFont:
        """Interface font with tabular figures; ``size_px`` in logical pixels."""
        font = QFont(_family()) if _family() else QFont()
        font.setPixelSize(size_px)
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        if size_px >= 28:
            tracking = -0.02 if size_px >= 40 else -0.01
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tracking * size_px)
        return font

    def _make_colors(self) -> dict[str, QColor]:
        return {name: QColor(getattr(self.tokens, name)) for name in TOKEN_NAMES}
