"""Plain bad news above the plot: calm, never modal, gone when it is over."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.strap_status import recorder_notice, strap_notice
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.notice import Notice


class Notices(QWidget):
    """Strips for the recording, the strap and one thing that was told from outside.

    Parameters
    ----------
    theme : Theme
    *more : Notice
        Strips of a page of its own, above the others.
    """

    def __init__(self, theme: Theme, *more: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recorder = Notice(theme)
        self.strap = Notice(theme)
        self.told = Notice(theme)
        understood = Button(theme, "Understood", ButtonKind.TEXT)
        understood.clicked.connect(lambda: self.tell(""))
        self.told.add_action(understood)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._strips = (*more, self.recorder, self.strap, self.told)
        for notice in self._strips:
            self._rows.addWidget(notice)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def hasHeightForWidth(self) -> bool:
        """No: a scrolled page that depends on its width would never shrink its plots."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words to the new width."""
        super().resizeEvent(event)
        self.settle()

    def show_state(self, model: LiveModel, now: float) -> None:
        """Say what is wrong now, or nothing."""
        self.recorder.set_text(recorder_notice(model))
        self.strap.set_text(strap_notice(model, now))
        self.settle()

    def tell(self, text: str) -> None:
        """Say something until it is understood, e.g. that the last session was recovered."""
        self.told.set_text(text)
        self.settle()

    def settle(self) -> None:
        """Take the room that the strips need now."""
        shown = any(notice.text for notice in self._strips)
        if shown:
            self.setFixedHeight(self._rows.heightForWidth(max(self.width(), 1)))
        self.setVisible(shown)
