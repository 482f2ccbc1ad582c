"""The head of the review: what and who, how good the data are, and where to go from here."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.review.words import quality_tip
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.chip import Chip
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.quality_badge import QualityLevel, QualityMark


class ReviewHeader(QWidget):
    """Title, client and date, data quality as a chip.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(theme, "", 20, 500)
        self._about = Label(theme, "", 14, 400, "ink2")
        self._quality = Chip(theme, "")
        self.back = Button(theme, "all sessions", ButtonKind.QUIET, cap="Esc", cap_first=True)
        self.back.setAccessibleName("All sessions")
        self.export = Button(theme, "Export", cap="Ctrl Shift S")
        self.report = Button(theme, "Report as PDF", ButtonKind.PRIMARY, cap="Ctrl P")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 16, 0, 16)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self._quality)
        row.addWidget(self.back)
        row.addWidget(self.export)
        row.addWidget(self.report)

    def clear(self, title: str) -> None:
        """Say something while there is no session to tell of."""
        self.title.set_text(title)
        self._about.set_text("")
        self._quality.hide()

    def show_review(self, review: Review) -> None:
        """Tell of a session."""
        self.title.set_text(review.title)
        self._about.set_text(review.about)
        self._about.setToolTip(review.about)
        percent = review.quality.corrected_percent if review.quality.beats else None
        level = QualityLevel.of(percent)
        mark = QualityMark(level, 16)
        self._quality.set_parts((mark, review.quality_words), note=level is QualityLevel.CARE)
        self._quality.setToolTip(quality_tip(review.quality, list(review.heart.gaps)))
        self._quality.show()
