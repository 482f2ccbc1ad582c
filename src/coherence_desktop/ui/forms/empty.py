"""What stands in the place of a list that is empty."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label


class Empty(QWidget):
    """One kind line, and what can be done, in the middle.

    Parameters
    ----------
    theme : Theme
    heading, advice : str
    """

    def __init__(
        self, theme: Theme, heading: str = "", advice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._heading = Label(theme, heading, 16, 600, align=middle, wrap=True)
        self._advice = Label(theme, advice, 14, token="ink2", align=middle, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._heading)
        column.addWidget(self._advice)
        column.addStretch(1)

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._heading.text()} {self._advice.text()}".strip()

    def say(self, heading: str, advice: str) -> None:
        """Say something else."""
        self._heading.set_text(heading)
        self._advice.set_text(advice)
