"""One practice of a plan: which, how long, on which days, how fast."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import PlannedPractice
from coherence_desktop.practice.home.plan import USUAL, day_names
from coherence_desktop.ui.clients.day_toggles import DayToggles
from coherence_desktop.ui.forms.fields import NumberLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.select import Select

BREATHING = "breathing"
SLOWEST, FASTEST, LONGEST_MIN = 3, 12, 60


class PlanRow(QWidget):
    """Fields of one practice, in effect at once.

    Parameters
    ----------
    theme : Theme
    offered : sequence of PlannedPractice
        What there is to choose, with its usual dose.
    practice : PlannedPractice
    number : int
        Its place, from 1, for the names of the fields.
    """

    changed = Signal(object)
    """A `PlannedPractice`."""
    removed = Signal()
    wrong = Signal(str)

    def __init__(
        self,
        theme: Theme,
        offered: Sequence[PlannedPractice],
        practice: PlannedPractice,
        number: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._offered, self._practice = tuple(offered), practice
        self.which = Select(theme, f"Practice {number}")
        self.minutes = NumberLine(theme, f"Minutes of practice {number}", 1, LONGEST_MIN)
        self.rate = NumberLine(
            theme, f"Breaths a minute of practice {number}", SLOWEST, FASTEST, hint="own pace"
        )
        self.days = DayToggles(theme, f"Days of practice {number}")
        self.remove = Button(theme, "Remove", ButtonKind.TEXT)
        self.remove.setAccessibleName(f"Remove practice {number}")
        self._told = Label(theme, "", 12, token="ink2")
        for line in (self.minutes, self.rate):
            line.setAlignment(Qt.AlignmentFlag.AlignLeft)
            line.setFixedWidth(104)
            line.wrong.connect(self.wrong)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        cells = (
            ("Practice", self.which),
            ("Minutes", self.minutes),
            ("Breaths a minute", self.rate),
        )
        for place, (caption, control) in enumerate(cells):
            grid.addWidget(Label(theme, caption, 12, 500, "ink2"), 0, place)
            grid.addWidget(control, 1, place)
        grid.setColumnStretch(3, 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.days)
        foot.addWidget(self._told, 1)
        foot.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(foot)
        self.which.activated.connect(self._choose)
        self.minutes.kept.connect(self._keep_minutes)
        self.rate.kept.connect(lambda value: self._change(rate_per_min=value))
        self.days.chosen.connect(lambda days: self._change(days=days))
        self.remove.clicked.connect(self.removed)
        self.show_practice(practice)

    def show_practice(self, practice: PlannedPractice) -> None:
        """Show another dose, or another practice."""
        self._practice = practice
        names = [one.name for one in self._offered]
        ids = [(one.kind, one.practice_id) for one in self._offered]
        place = (practice.kind, practice.practice_id)
        at = ids.index(place) if place in ids else len(names)
        self.which.set_options(names if place in ids else [*names, practice.name], at)
        self.minutes.set_value(practice.minutes)
        self.rate.set_value(practice.rate_per_min)
        self.rate.setEnabled(practice.kind == BREATHING)
        own_pace = practice.kind == BREATHING and practice.practice_id == USUAL.practice_id
        self.rate.setPlaceholderText("own pace" if own_pace else "as written")
        self.days.set_days(practice.days)
        self._told.set_text("" if practice.days else "every day")
        self.days.setAccessibleDescription(day_names(practice.days))

    def _choose(self, option: int) -> None:
        if 0 <= option < len(self._offered):
            self.changed.emit(replace(self._offered[option], days=self._practice.days))

    def _keep_minutes(self, value: float | None) -> None:
        if value is None:
            self.show_practice(self._practice)
        else:
            self._change(minutes=value)

    def _change(self, **changes: object) -> None:
        self.changed.emit(replace(self._practice, **changes))
