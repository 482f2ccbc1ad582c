"""The third tab of a client: the steps, and what they are made of."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.screening import Screening
from coherence_desktop.practice.step_ideas import StepIdeas
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.ladder_panel import LadderPanel
from coherence_desktop.ui.clients.step_panel import StepPanel
from coherence_desktop.ui.clients.trials_panel import TrialsPanel
from coherence_desktop.ui.clients.tries_panel import TriesPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

STEP, TRIES, TRIALS = range(3)
_STACKED_BELOW_PX = 1000


class HierarchyTab(QWidget):
    """The ladder on the left; on the right the selected step, the tries, or how trials go.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    ideas : StepIdeas
    """

    trial_requested = Signal(object)
    """Begin a trial of this `Step`."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        ideas: StepIdeas,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._met = False
        self.ladder = LadderPanel(theme, desk, exercises, screening, ideas)
        self.step = StepPanel(theme, desk, exercises, ideas, self.ladder)
        self.tries = TriesPanel(theme, desk, exercises, screening, self.ladder)
        self.trials = TrialsPanel(theme, desk)
        self.which = SegmentedControl(
            theme,
            ("This step", "Try each once", "How trials go"),
            name="Shown",
            drawn_height=32,
            size_px=14,
        )
        side = Panel(theme)
        self._stack = QStackedLayout()
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.addWidget(self.which)
        head.addStretch(1)
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.setSpacing(4)
        inside.addLayout(head)
        inside.addLayout(self._stack, 1)
        self._stack.addWidget(ScrollArea(theme, self.step))
        self._stack.addWidget(self.tries)
        self._stack.addWidget(ScrollArea(theme, self.trials))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.ladder, 1)
        self._columns.addWidget(side, 1)
        for panel in (self.ladder, side):
            panel.setMinimumHeight(400)
        self.which.chosen.connect(self._stack.setCurrentIndex)
        self.step.trial_requested.connect(self.trial_requested)
        self.ladder.begun.connect(lambda _: self.step.begin())
        self.ladder.new_step.connect(self._write_title)
        self.tries.built.connect(lambda: self.which.set_current(STEP))
        desk.changed.connect(self._meet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if stacked else across)

    def _meet(self) -> None:
        """Begin with the tries where there are no steps yet."""
        if not self._met and self._desk.read:
            self._met = True
            self.which.set_current(STEP if self._desk.chart.steps else TRIES)

    def _write_title(self, _step_id: str) -> None:
        self.which.set_current(STEP)
        self.step.write_title()
