"""What to do now in an assessment, what comes next, and how long it still takes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.assessments import AssessmentState
from coherence_desktop.ui.assessment.parts_strip import PartsStrip
from coherence_desktop.ui.assessment.words import (
    DONE_HEADLINE,
    DONE_WORDS,
    PAUSED_WORDS,
    left_words,
    next_words,
    now_words,
)
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.values import clock

_EDGE_PX = 16


class GuideStrip(Panel):
    """Now, next, time left and the two ways on.

    Parameters
    ----------
    theme : Theme
    """

    skip_pressed = Signal()
    results_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("What happens now")
        self.headline = Label(theme, "", 20, 600)
        self.said = Label(theme, "", 14, 400, "ink2")
        self.left = Label(theme, "", 28, 600)
        self.next = Label(theme, "", 14)
        self.all_left = Label(theme, "", 12, 400, "ink2")
        self.skip = Button(theme, "Skip this part", cap="\N{RIGHTWARDS ARROW}")
        self.results = Button(theme, "See the results", ButtonKind.PRIMARY)
        self.parts = PartsStrip(theme)
        self.skip.clicked.connect(self.skip_pressed)
        self.results.clicked.connect(self.results_pressed)
        now, coming = QVBoxLayout(), QVBoxLayout()
        for column, lines in (
            (now, (self.headline, self.said)),
            (coming, (self.next, self.all_left)),
        ):
            column.setSpacing(0)
            column.addStretch(1)
            for line in lines:
                column.addWidget(line)
            column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.left)
        row.addLayout(now, 1)
        row.addLayout(coming)
        row.addWidget(self.skip)
        row.addWidget(self.results)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_EDGE_PX, 10, _EDGE_PX, 12)
        rows.setSpacing(8)
        rows.addLayout(row)
        rows.addWidget(self.parts)

    def show_state(self, state: AssessmentState, now: float) -> None:
        """Show where the assessment stands at session time ``now``."""
        part, left_s = state.part, state.left_s(now)
        over = state.over or state.session_ended
        running = part is not None and not over
        headline, said = (DONE_HEADLINE, DONE_WORDS) if over else ("", "")
        if running and part is not None:
            headline, said = now_words(part)
        self.headline.set_text(headline)
        self.said.set_text(PAUSED_WORDS if running and state.paused else said)
        self.left.set_text(clock(-(-left_s // 1)) if running and left_s is not None else "")
        self.left.setVisible(running)
        self.left.setAccessibleName(f"{self.left.text()} left in this part")
        self.next.set_text(next_words(state.next_part) if running else "")
        self.all_left.set_text(left_words(state.all_left_s(now)) if running else "")
        self.skip.setVisible(running)
        self.results.setVisible(state.over and not state.session_ended)
        self.parts.show_state(state, now)
