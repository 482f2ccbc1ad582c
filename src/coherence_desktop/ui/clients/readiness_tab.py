"""The second tab of a client: the screening, and what it opens."""

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.screening import Screening
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.exercises_panel import ExercisesPanel
from coherence_desktop.ui.clients.screening_panel import ScreeningPanel
from coherence_desktop.ui.clients.sign_off_form import SignOffForm
from coherence_desktop.ui.clients.standing import Standing
from coherence_desktop.ui.theme import Theme

_STACKED_BELOW_PX = 1000


class ReadinessTab(QWidget):
    """Questions on the left, exercises on the right, the form between them when asked for.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    today : callable
        The day.
    """

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.screening = ScreeningPanel(theme, desk, screening, today)
        self.exercises = ExercisesPanel(theme, desk, exercises, screening, today)
        self.form = SignOffForm(theme, desk)
        self._asked_about = ""
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.form)
        right.addWidget(self.exercises, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.screening, 6)
        self._columns.addLayout(right, 5)
        for panel in (self.screening, self.exercises):
            panel.setMinimumHeight(360)
        self.exercises.asked.connect(self._open_form)
        self.form.closed.connect(self._form_closed)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was answered."""
        self.screening.keep()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if stacked else across)

    def _open_form(self, standing: Standing) -> None:
        self._asked_about = standing.exercise.id
        self.form.open_for(standing)

    def _form_closed(self) -> None:
        if self._asked_about:
            self.exercises.take_focus(self._asked_about)
