"""Which steps of the hierarchy are released for home."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.chart import Step
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.screening import Screening
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.switch import Switch


class ReleasedPanel(Panel):
    """A switch a step; one whose exercise waits says why and cannot be released.

    Parameters
    ----------
    theme : Theme
    exercises : Exercises
    screening : Screening

    Attributes
    ----------
    switches : dict of str to Switch
        By the id of the step.
    """

    released = Signal(str, bool)
    """Id of a step, and whether it is released now."""

    def __init__(
        self,
        theme: Theme,
        exercises: Exercises,
        screening: Screening,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Steps for home")
        self._exercises, self._screening = exercises, screening
        self.switches: dict[str, Switch] = {}
        self._shown: tuple[object, ...] | None = None
        self._none = Label(theme, "The hierarchy has no steps yet.", 14, token="ink2", wrap=True)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(4)
        column.addWidget(Label(theme, "Steps released for home", 16, 600))
        column.addWidget(self._none)
        column.addLayout(self._steps)

    def show_steps(self, chart: Chart) -> None:
        """Show the steps of a chart."""
        locks = chart.locks(self._exercises.exercises, self._screening)
        shown = (chart.steps, tuple(sorted(locks)))
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._steps.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.switches = {}
        for step in chart.steps:
            self._add(step, locks.get(step.exercise_id, ""))
        self._none.setVisible(not chart.steps)

    def _add(self, step: Step, lock: str) -> None:
        dose = f", {step.duration_s:g} s" if step.duration_s is not None else ""
        how = f", {step.variant}" if step.variant else ""
        switch = Switch(self.theme, f"{step.title}{dose}{how}")
        switch.setChecked(step.released_for_home)
        switch.setEnabled(not lock or step.released_for_home)
        switch.setToolTip(lock)
        switch.setAccessibleDescription(lock)
        switch.clicked.connect(lambda on: self.released.emit(step.id, on))
        self.switches[step.id] = switch
        self._steps.addWidget(switch)
        if lock:
            self._steps.addWidget(Label(self.theme, lock, 12, token="ink2", wrap=True))
