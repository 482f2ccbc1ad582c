"""What is asked before and after a trial: two forms in the place of the dial."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.events import Answer, Rating
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.slider import ScaleSlider
from coherence_desktop.ui.trial.text_area import TextArea
from coherence_desktop.ui.trial.words import OCCURRED
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

if TYPE_CHECKING:
    from coherence_desktop.ui.forms.settling import Settling

Clock = Callable[[], float]


class Form(Panel):
    """Questions, and the key that goes on.

    Everything that is answered is told at once as an event; the form only shows what is recorded.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    going_on : str
        Words of the key that goes on.
    """

    given = Signal(object)
    """A `Rating` or an `Answer`."""
    done = Signal()
    left = Signal()
    """A text field was left by Esc; the page may have the keyboard."""

    def __init__(
        self, theme: Theme, clock: Clock, going_on: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._clock = clock
        self._sliders: dict[str, Settling] = {}
        self._texts: dict[str, TextArea] = {}
        self.go_on = Button(theme, going_on, ButtonKind.PRIMARY, cap="→", height=48, size_px=16)
        self.go_on.clicked.connect(self.done)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(24, 16, 24, 16)
        self._rows.setSpacing(4)

    def settle(self) -> None:
        """Let everything that was begun count now."""
        for text in self._texts.values():
            text.keep()
        for rating in self._sliders.values():
            rating.settle()

    def show_state(self, state: TrialState) -> None:
        """Show what is recorded of this trial."""
        for scale, rating in self._sliders.items():
            recorded = state.ratings.get(scale)
            rating.show(None if recorded is None else recorded.value)
        for question, text in self._texts.items():
            text.show_text(state.answers.get(question, ""))

    def _ask_text(self, question: str, title: str, hint: str, lines: int = 2) -> TextArea:
        text = TextArea(self.theme, self._clock, title, hint, lines)
        text.kept.connect(lambda words, t: self.given.emit(Answer(t, question, words)))
        text.left.connect(self.left)
        self._texts[question] = text
        self._rows.addWidget(Label(self.theme, title, 14, 600))
        self._rows.addWidget(text, 1)
        self._rows.addSpacing(4)
        return text

    def _ask_rating(
        self,
        scale: str,
        title: str,
        unit: str,
        ends: tuple[str, str] = ("", ""),
        token: str = "ink2",
    ) -> ScaleSlider:
        slider = ScaleSlider(self.theme, self._clock, title, unit=unit, ends=ends, token=token)
        slider.rating.rated.connect(lambda value, t: self.given.emit(Rating(t, scale, value)))
        self._sliders[scale] = slider.rating
        self._rows.addWidget(slider)
        return slider


class PredictForm(Form):
    """What is feared, how likely it is, and how hard it will be."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(theme, clock, "Begin", parent)
        hint = "In your own words, for instance: my heart will race until I collapse"
        self.fear = self._ask_text("fear", "What do you fear will happen?", hint, 2)
        self.likelihood = self._ask_rating(
            "expected_likelihood", "How likely is it?", "%", ("not at all", "certain")
        )
        self.distress = self._ask_rating(
            "expected_distress",
            "How strong will the distress be?",
            "of 100",
            ("none", "strongest"),
            "distress",
        )
        self._rows.addWidget(self.go_on)


class LearnForm(Form):
    """Whether it happened, how it was, and what to take along."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(theme, clock, "Finish this trial", parent)
        question = QHBoxLayout()
        question.addWidget(Label(theme, "Did it happen?", 14, 600))
        question.addStretch(1)
        self.occurred = SegmentedControl(
            theme,
            [words for _, words in OCCURRED],
            -1,
            name="Did it happen",
            drawn_height=40,
            size_px=14,
        )
        self.occurred.chosen.connect(self._chosen)
        self._showing = False
        question.addWidget(self.occurred, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addLayout(question)
        self.peak = self._ask_rating(
            "peak_distress", "Strongest distress", "of 100", token="distress"
        )
        hint = "In your own words"
        self.learned = self._ask_text("learned", "What did you learn?", hint, 2)
        self.likelihood = self._ask_rating("likelihood_next", "How likely next time?", "%")
        self.confidence = self._ask_rating("confidence", "Confidence to bear it", "of 100")
        self._rows.addWidget(self.go_on)

    def show_state(self, state: TrialState) -> None:
        """Show what is recorded of this trial."""
        super().show_state(state)
        answers = [answer for answer, _ in OCCURRED]
        given = state.answers.get("occurred", "")
        self._showing = True
        if given in answers:
            self.occurred.set_current(answers.index(given))
        else:
            self.occurred.clear()
        self._showing = False

    def _chosen(self, index: int) -> None:
        if not self._showing:
            self.given.emit(Answer(self._clock(), "occurred", OCCURRED[index][0]))
