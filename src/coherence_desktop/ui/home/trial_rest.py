"""After a step at home: it is over, and what may come next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label

_BEFORE = ("One moment.", "Your step is about to begin.")
_AFTER = (
    "It is over.",
    "Rest as long as you like. Everything is kept, and once is enough for a day.",
)


class TrialRest(QWidget):
    """A few words, an end, and another step for who wants one.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = Label(theme, "", 40, 500)
        self._words = Label(theme, "", 20, token="ink2", wrap=True)
        self.finish = Button(
            theme,
            "Done for now",
            ButtonKind.PRIMARY,
            cap="Enter",
            height=80,
            size_px=28,
            cap_px=36,
            radius=12,
        )
        self.finish.setFixedWidth(336)
        self.other = Button(theme, "Another step", ButtonKind.TEXT, size_px=16)
        actions = QHBoxLayout()
        actions.setSpacing(32)
        actions.addWidget(self.finish)
        actions.addWidget(self.other)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addStretch(1)
        column.addWidget(self._headline, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._words)
        column.addSpacing(24)
        column.addLayout(actions)
        column.addStretch(2)
        self.show_trials(0)

    def show_trials(self, trials: int) -> None:
        """Say what there is to say after so many trials."""
        headline, words = _AFTER if trials else _BEFORE
        self._headline.set_text(headline)
        self._words.set_text(words)
