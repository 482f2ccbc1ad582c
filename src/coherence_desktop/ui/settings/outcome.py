"""How work on the library goes, under the row that asked for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.settings.rows import MARGIN_PX
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.progress_bar import ProgressBar


class Outcome(QWidget):
    """A bar with its name and a way to stop, then how it ended; hidden while there is neither.

    Parameters
    ----------
    theme : Theme
    margin_px : int
        Left and right of it.
    """

    cancel_requested = Signal()

    def __init__(
        self, theme: Theme, margin_px: int = MARGIN_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = Label(theme, "", 14, token="ink2")
        self.bar = ProgressBar(theme, "Progress")
        self.cancel = Button(theme, "Cancel", ButtonKind.TEXT)
        self._good = Notice(theme, good=True)
        self._bad = Notice(theme)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._name)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin_px, 0, margin_px, 20)
        for part in (self._work, self._good, self._bad):
            column.addWidget(part)
        self.cancel.clicked.connect(self.cancel_requested)
        self.clear()

    @property
    def told(self) -> str:
        """How it ended."""
        return self._good.text or self._bad.text

    def begin(self, name: str) -> None:
        """Show that something is under way, from its beginning."""
        self.tell("", good=True)
        self._name.set_text(name)
        self.bar.setAccessibleName(name)
        self.bar.set_share(0.0)
        self._work.show()
        self.show()

    def set_share(self, share: float) -> None:
        """Show how far it is, from 0 to 1."""
        self.bar.set_share(share)

    def tell(self, words: str, *, good: bool) -> None:
        """Say how it ended; nothing is under way any more."""
        self._work.hide()
        self._good.set_text(words if good else None)
        self._bad.set_text(None if good else words)
        self.setVisible(bool(words))

    def clear(self) -> None:
        """Say nothing, and show nothing under way."""
        self.tell("", good=True)
