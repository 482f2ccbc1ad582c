"""The kinds of fault that a person can say a beat to be, as a menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from coherence_desktop.events import BeatKind
from coherence_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

_STYLE = """
QMenu {{ background: {surface}; color: {ink}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 10px 24px 10px 32px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {ink}; }}
"""
_WORDS = {
    BeatKind.ECTOPIC: "&Ectopic beat",
    BeatKind.EXTRA: "E&xtra beat: none was there",
    BeatKind.MISSED: "&Missed beat before it",
    BeatKind.LONG_SHORT: "&Long or short interval",
}


class KindMenu(QMenu):
    """Letters or arrows choose; the kind that was said is checked, and the same again undoes it.

    Parameters
    ----------
    theme : Theme
    """

    chosen = Signal(object)
    """A `BeatKind`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Kind of the beat")
        self.setFont(theme.font(14))
        self.by_kind: dict[BeatKind, QAction] = {}
        for kind, words in _WORDS.items():
            action = self.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, kind=kind: self.chosen.emit(kind))
            self.by_kind[kind] = action
        theme.changed.connect(self._restyle)
        self._restyle()

    def check(self, said: BeatKind | None) -> None:
        """Show what a person says of the chosen beat."""
        for kind, action in self.by_kind.items():
            action.setChecked(kind is said)

    def open_over(self, button: QWidget) -> None:
        """Open above a button, on what is chosen or the first."""
        above = button.mapToGlobal(QPoint(0, -self.sizeHint().height()))
        on = next((one for one in self.by_kind.values() if one.isChecked()), self.actions()[0])
        self.popup(above)
        self.setActiveAction(on)

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            _STYLE.format(
                surface=tokens.surface,
                ink=tokens.ink,
                edge=tokens.edge,
                accent_soft=tokens.accent_soft,
            )
        )
