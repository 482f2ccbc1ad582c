"""Between trials: what was done so far, and what may come next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.events import TrialEndReason
from coherence_desktop.practice.exposure.phases import INDUCE, STAY
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.words import quoted, trial_title
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.words.values import clock

_SIDE_PX = 392
_HAPPENED = {"yes": "it happened", "partly": "it happened in part", "no": "it did not happen"}
_ENDS = {
    TrialEndReason.STOPPED: "stopped",
    TrialEndReason.SESSION_ENDED: "the session ended",
}


class RestView(Page):
    """The trials of this session as short words, and the next step.

    Parameters
    ----------
    theme : Theme
    """

    next_step_asked = Signal()
    again_asked = Signal()
    """The same step once more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Trial, ...] | None = None
        self._headline = Label(theme, "", 28, 500)
        self._about = Label(theme, "", 16, 400, "ink2", wrap=True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 8, 0, 8)
        self._list.setSpacing(0)
        self._done = Panel(theme)
        self._done.setLayout(self._list)
        self.choose = Button(
            theme,
            "Choose the next step",
            ButtonKind.PRIMARY,
            cap="Enter",
            height=80,
            size_px=20,
            cap_px=32,
            radius=16,
        )
        self.choose.clicked.connect(self.next_step_asked)
        self.again = Button(theme, "The same step again", height=56, size_px=16, radius=12)
        self.again.clicked.connect(self.again_asked)
        self._lay_out()
        self.show_trials(())

    @property
    def words(self) -> str:
        """Everything that is said."""
        labels = self.findChildren(Label)
        return "\n".join(label.text() for label in labels if label.text())

    def hold(self, notices: Notices) -> None:
        """Show the notices above what was done."""
        self._left.insertWidget(0, notices)

    def show_trials(self, trials: tuple[Trial, ...]) -> None:
        """Show what was done so far, the last trial first."""
        if trials == self._shown:
            return
        self._shown = trials
        some = bool(trials)
        count = len(trials)
        done = "1 trial done" if count == 1 else f"{count} trials done"
        self._headline.set_text(done if some else "Nothing done yet")
        last = trials[-1] if some else None
        self._about.set_text(
            "Rest as long as it is good. Recording goes on." if last else "Choose a step to begin."
        )
        self.choose.set_text("Choose the next step" if some else "Choose a step")
        self.again.setVisible(some)
        self._done.setVisible(some)
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, trial in enumerate(reversed(trials)):
            if number:
                self._list.addWidget(Rule(self.theme))
            self._list.addWidget(_row(self.theme, trial))

    def _lay_out(self) -> None:
        left = self._left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._headline)
        left.addWidget(self._about)
        left.addSpacing(8)
        left.addWidget(self._done)
        left.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addSpacing(4)
        side.addWidget(self.choose)
        side.addWidget(self.again)
        side.addStretch(1)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(_SIDE_PX)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(64, 48, 64, 32)
        row.setSpacing(64)
        row.addLayout(left, 1)
        row.addWidget(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(self.theme, content))


def _row(theme: Theme, trial: Trial) -> QWidget:
    row = QWidget()
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(Label(theme, f"{trial.number}. {trial_title(trial.started)}", 16, 600))
    learned = trial.answered("learned")
    if learned:
        texts.addWidget(Label(theme, quoted(learned), 14, wrap=True))
    facts = Label(theme, trial_facts(trial), 14, 400, "ink2", wrap=True)
    texts.addWidget(facts)
    lines = QHBoxLayout(row)
    lines.setContentsMargins(24, 16, 24, 16)
    lines.setSpacing(24)
    lines.addLayout(texts, 1)
    return row


def trial_facts(trial: Trial) -> str:
    """A trial in a few words: how long, how strong, whether it happened."""
    exposed_s = sum(part.practised_s for part in trial.phases if part.name in (INDUCE, STAY))
    rated = [rating.value for rating in trial.ratings_on("distress")]
    peak = trial.rated("peak_distress")
    strongest = peak if peak is not None else max(rated, default=None)
    expected = trial.rated("expected_likelihood")
    happened = _HAPPENED.get(trial.answered("occurred") or "", "")
    said = [
        f"{clock(round(exposed_s))} with the sensation" if exposed_s >= 1.0 else "",
        "" if strongest is None else f"strongest distress {strongest:.0f}",
        "" if expected is None else f"expected {expected:.0f} % likely",
        happened,
        _ENDS.get(trial.end_reason, "") if trial.end_reason is not None else "",
    ]
    return ", ".join(filter(None, said)) or "Nothing was rated."
