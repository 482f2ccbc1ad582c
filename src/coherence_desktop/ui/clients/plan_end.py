"""How long a plan holds, what comes after it, and the words that go along."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import PlanAgreed
from coherence_desktop.errors import Problem
from coherence_desktop.practice.home.goals import day_of
from coherence_desktop.ui.forms.fields import Line, NumberLine, TextArea
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.select import Select
from coherence_desktop.ui.words.dates import date_words, read_local_day

WEEKS = (2, 4, 6, 8, 12)
MOST_BOOSTERS = 24
_OPEN = "No end set"
_ON_A_DAY = "On another day"


class PlanEnd(QWidget):
    """Fields that are in effect at once.

    Parameters
    ----------
    theme : Theme
    today : callable
        The day.
    """

    changed = Signal(dict)
    """Fields of a `PlanAgreed`, by name."""
    wrong = Signal(str)
    """What is written cannot be kept, and why; empty when it can again."""

    def __init__(
        self, theme: Theme, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._plan: PlanAgreed | None = None
        self.until = Select(theme, "Until")
        self.day = Line(theme, "Last day", "2026-06-30 or 30 June 2026")
        self.day.setFixedWidth(208)
        self.day.hide()
        self.boosters = NumberLine(theme, "Monthly check-ins after the end", 0, MOST_BOOSTERS)
        self.boosters.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.boosters.setFixedWidth(104)
        self.words = TextArea(theme, "Words that go along", "What you want to say with the plan")
        self.words.setFixedHeight(80)
        self._wrong_day = False
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        cells = (("Until", self.until), ("", self.day), ("Monthly check-ins", self.boosters))
        for place, (caption, control) in enumerate(cells):
            grid.addWidget(Label(theme, caption, 12, 500, "ink2"), 0, place)
            grid.addWidget(control, 1, place)
        grid.setColumnStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addSpacing(8)
        column.addWidget(Label(theme, "Words that go along", 12, 500, "ink2"))
        column.addWidget(self.words)
        self.until.activated.connect(self._choose)
        self.day.left.connect(self._keep_day)
        self.boosters.kept.connect(self._keep_boosters)
        self.boosters.wrong.connect(self.wrong)
        self.words.kept.connect(self._keep_words)

    def show_plan(self, plan: PlanAgreed) -> None:
        """Show what is agreed."""
        if plan != self._plan:
            self._plan = plan
            self._show_until()
        self.boosters.set_value(plan.boosters)
        self.words.show_text(plan.words)

    def _show_until(self) -> None:
        until = None if self._plan is None else self._plan.until
        last = day_of(until)
        end = f"Until {date_words(last)}" if last is not None else _OPEN
        weeks = [f"{number} weeks from today" for number in WEEKS]
        others = [_ON_A_DAY, *([_OPEN] if until else [])]
        self.until.set_options([end, *weeks, *others], 0)
        if not self._wrong_day:
            self.day.hide()

    def _choose(self, option: int) -> None:
        chosen = self.until.itemText(option)
        if 1 <= option <= len(WEEKS):
            last = self._today() + timedelta(weeks=WEEKS[option - 1])
            self.changed.emit({"until": last.isoformat()})
        elif chosen == _ON_A_DAY:
            self.day.clear()
            self.day.show()
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        elif option > 0:
            self.changed.emit({"until": None})

    def _keep_day(self) -> None:
        text = self.day.text().strip()
        try:
            last = read_local_day(text) if text else None
        except Problem as problem:
            self._say_wrong_day(problem.message)
            return
        if last is not None and last < self._today():
            self._say_wrong_day("This day is over. Write one that is to come.")
            return
        self._say_wrong_day("")
        if last is None:
            self._show_until()
        else:
            self.changed.emit({"until": last.isoformat()})

    def _say_wrong_day(self, sentence: str) -> None:
        if sentence or self._wrong_day:
            self.wrong.emit(sentence)
        self._wrong_day = bool(sentence)

    def _keep_boosters(self, months: float | None) -> None:
        self.changed.emit({"boosters": round(months or 0)})

    def _keep_words(self, words: str) -> None:
        if self._plan is not None and words != self._plan.words:
            self.changed.emit({"words": words})
