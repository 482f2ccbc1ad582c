"""Steps that move on by themselves: breathing with the guide, and imagery."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.practice.pacer import Breath, BreathPart, Pacer
from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programme_steps import BreathingStep, ImageryStep
from coherence_desktop.ui.client.breath_guide import BreathGuide
from coherence_desktop.ui.client.client_model import GuideState
from coherence_desktop.ui.programme.fading_words import FadingWords
from coherence_desktop.ui.programme.step_view import StepView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label

FADE_S = 1.0
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class Source(Protocol):
    """The session's clock and pacer."""

    @property
    def pacer(self) -> Pacer | None:
        """The breath that is asked for."""

    def now(self) -> float:
        """Session time, in seconds."""


class BreathingView(StepView):
    """The breath guide, and a sentence that comes with the out-breath.

    Parameters
    ----------
    theme : Theme
    source : Source
    step : BreathingStep
    out_words : str
        The sentence.
    """

    def __init__(
        self,
        theme: Theme,
        source: Source,
        step: BreathingStep,
        out_words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._source = source
        self._out_words = out_words
        self._breathed_out = False
        self.guide = BreathGuide(theme, source)
        self.guide.set_heart(GuideState.NO_STRAP, None)
        self.sentence = FadingWords(theme, 28, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(Label(theme, step.title, 20, 500, wrap=True, align=_CENTRE))
        for paragraph in step.words:
            rows.addWidget(Label(theme, paragraph, 16, token="ink2", wrap=True, align=_CENTRE))
        rows.addWidget(self.guide, 1)
        if out_words:
            rows.addWidget(self.sentence)

    def set_heart(self, state: GuideState, level: int | None) -> None:
        """Let the guide's colour follow the heart; a missing beat is no news here."""
        seen = GuideState.NO_STRAP if state is GuideState.NO_BEAT else state
        self.guide.set_heart(seen, level)

    def advance(self, now: float) -> None:
        """Bring the sentence with the out-breath, and take it back with the next breath in."""
        pacer = self._source.pacer
        breath = None if pacer is None else pacer.at(now)
        strength = 0.0
        if breath is not None and pacer is not None and not breath.resting:
            strength = self._strength(breath, pacer)
        self.sentence.show_words(self._out_words, strength)

    def _strength(self, breath: Breath, pacer: Pacer) -> float:
        pattern = pacer.target
        match breath.part:
            case BreathPart.EXHALE:
                self._breathed_out = True
                return breath.fraction * pattern.exhale_s / FADE_S
            case BreathPart.HOLD_OUT:
                return 1.0 if self._breathed_out else 0.0
            case BreathPart.INHALE if self._breathed_out:
                return 1.0 - breath.fraction * pattern.inhale_s / FADE_S
            case _:
                return 0.0


class ImageryView(StepView):
    """Words that come one after the other, in the middle of a quiet page."""

    def __init__(self, theme: Theme, step: ImageryStep, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._step = step
        self._state = ProgrammeState()
        self.words = FadingWords(theme, 40, 4)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(Label(theme, step.title, 20, token="ink2", wrap=True, align=_CENTRE))
        rows.addStretch(2)
        rows.addWidget(self.words)
        rows.addStretch(3)

    def show_state(self, state: ProgrammeState) -> None:
        """Follow the time of the step."""
        self._state = state

    def advance(self, now: float) -> None:
        """Show the line of this moment."""
        into_s = self._state.into_s(now)
        number = self._step.line_at(into_s)
        line = self._step.lines[number]
        into_s -= sum(before.seconds for before in self._step.lines[:number])
        strength = min(into_s, line.seconds - into_s) / FADE_S
        resting = self._state.paused or into_s >= line.seconds
        self.words.show_words(line.words, 1.0 if resting else max(strength, 0.02))
