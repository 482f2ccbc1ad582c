"""A line to write in."""

from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring

HEIGHT_PX = 48
_STYLE = """
QLineEdit {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: 8px;
    padding: 0 {right}px 0 15px; selection-background-color: {accent};
    selection-color: {on_accent}; placeholder-text-color: {ink3};
}}
QLineEdit:focus {{ border: 1px solid {accent}; }}
"""


class TextField(QLineEdit):
    """A line to write in.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    room_px : int
        Room at the right end for something that lies over the field.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        hint: str = "",
        room_px: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room_px = room_px
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(theme.font(16))
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        style = _STYLE.format(
            surface=tokens.surface,
            ink=tokens.ink,
            ink3=tokens.ink3,
            edge=tokens.edge,
            accent=tokens.accent,
            on_accent=tokens.on_accent,
            right=15 + self._room_px,
        )
        self.setStyleSheet(style)
