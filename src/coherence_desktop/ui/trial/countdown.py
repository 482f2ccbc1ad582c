"""The time left of the running phase, large, and what to do in it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.stepper import whole_left
from coherence_desktop.ui.trial.words import headline, instruction, left_words
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.values import clock

_LONG_LETTERS = 90
"""A longer instruction is written smaller."""
_HEIGHT_PX = 152
_LIFT_PX = 6
"""Brings time and words to one baseline."""


class CountdownPanel(Panel):
    """Time and instruction.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._low = False
        self._time = Label(theme, "", 64, 600)
        self._small_time = Label(theme, "", 40, 600)
        self._what = Label(theme, "", 20, 400, "ink2")
        self._headline = Label(theme, "", 28, 500)
        self._short = Label(theme, "", 16, wrap=True)
        self._long = Label(theme, "", 14, wrap=True)
        self._counted = QWidget()
        row = QHBoxLayout(self._counted)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._time)
        row.addWidget(self._small_time)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, _LIFT_PX)
        beside.addStretch(1)
        beside.addWidget(self._what)
        row.addLayout(beside, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 12, 24, 16)
        rows.setSpacing(4)
        rows.addStretch(1)
        rows.addWidget(self._counted)
        rows.addWidget(self._headline)
        rows.addWidget(self._short)
        rows.addWidget(self._long)
        rows.addStretch(1)
        self.setAccessibleName("Time left")

    @property
    def words(self) -> str:
        """Everything that is said."""
        shown = (self._time, self._small_time, self._what, self._headline, self._short, self._long)
        return " ".join(label.text() for label in shown if label.isVisibleTo(self))

    def hasHeightForWidth(self) -> bool:
        """No: a scrolled page that depends on its width would never shrink its plots."""
        return False

    def show_state(self, state: TrialState, now: float) -> None:
        """Show the time and the instruction of this moment."""
        head = headline(state)
        left_s = state.left_s(now)
        counted = left_s is not None and (not head or state.paused)
        if counted and left_s is not None:
            for label in (self._time, self._small_time):
                label.set_text(clock(whole_left(left_s)))
            self._what.set_text("left, paused" if state.paused else left_words(state.phase))
        self._counted.setVisible(counted)
        self._headline.set_text(head)
        self._headline.setVisible(bool(head) and not counted)
        said = instruction(state)
        long = len(said) > _LONG_LETTERS
        for said_in, shown in ((self._long, long), (self._short, not long)):
            said_in.set_text(said if shown else "")
            said_in.setVisible(shown and bool(said))
        self._fit()

    def set_low(self, *, low: bool) -> None:
        """Take no more room than the words, or the room of the reference layout."""
        if low != self._low:
            self._low = low
            self._fit()

    def _fit(self) -> None:
        long = self._long.isVisibleTo(self)
        label = self._long if long else self._short
        self._time.setVisible(not (self._low and long))
        self._small_time.setVisible(self._low and long)
        head = (48 if self._low and long else 72) if self._counted.isVisibleTo(self) else 36
        wanted = head + 32 + label.heightForWidth(max(1, self.width() - 48))
        self.setFixedHeight(wanted if self._low else max(_HEIGHT_PX, wanted))
