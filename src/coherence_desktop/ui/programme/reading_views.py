"""Steps that wait for a person: words, a question, scales."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.events import Rating
from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programme_steps import CheckInStep, Keep, TextStep, WritingStep
from coherence_desktop.ui.programme.scale import GentleScale
from coherence_desktop.ui.programme.step_view import ReadingView
from coherence_desktop.ui.programme.words_desk import WordsDesk
from coherence_desktop.ui.programme.writing_area import WritingArea
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label

Clock = Callable[[], float]

PRIVATE = "Only for you. Kept encrypted, to read again or to delete."
SHARED = "Kept with this practice. Who gets the session from you can read it."
LOOSE = "These words stay on this screen; they are not kept."


class TextView(ReadingView):
    """Words to read."""

    def __init__(self, theme: Theme, step: TextStep, parent: QWidget | None = None) -> None:
        super().__init__(theme, step.title, step.words, parent)
        self.rows.addStretch(2)


class WritingView(ReadingView):
    """A question and room for the answer.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    step : WritingStep
    desk : WordsDesk
        Keeps the words.
    tell : callable
        Takes a sentence about what did not work.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        step: WritingStep,
        desk: WordsDesk,
        tell: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, step.title, step.words, parent)
        self._step = step
        self._desk = desk
        self._tell = tell
        self._state = ProgrammeState()
        self._shown = False
        self.short = short = step.keep is Keep.SENTENCE
        self.area = WritingArea(theme, clock, step.title, step.hint, one_line=short)
        self.area.kept.connect(self._keep)
        self.area.left.connect(self.left)
        self.area.going_on.connect(self.going_on)
        self.rows.addSpacing(8)
        self.rows.addWidget(self.area, 0 if short else 1000)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(GlyphView(theme, Icon("lock" if step.private else "note", 20, "ink2")))
        words = SHARED if not step.private else PRIVATE if desk.keeps else LOOSE
        row.addWidget(Label(theme, words, 16, token="ink2", wrap=True), 1)
        self.rows.addLayout(row)
        if short:
            self.rows.addStretch(2)

    @property
    def entry(self) -> QWidget:
        """The room to write in."""
        return self.area

    def settle(self) -> None:
        """What is written counts."""
        self.area.keep()

    def show_state(self, state: ProgrammeState) -> None:
        """Show what was written before, once."""
        self._state = state
        if self._shown:
            return
        self._shown = True
        try:
            self.area.show_text(self._desk.words_for(self._step, state))
        except Problem as problem:
            self._tell(problem.message)

    def _keep(self, text: str, t: float) -> None:
        try:
            event = self._desk.keep(self._step, text, t, self._state)
        except Problem as problem:
            self._tell(problem.message)
            return
        if event is not None:
            self.given.emit(event)


class CheckInView(ReadingView):
    """A few scales, each to be set or left."""

    def __init__(
        self, theme: Theme, clock: Clock, step: CheckInStep, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, step.title, step.words, parent)
        self._step = step
        self.scales = [GentleScale(theme, clock, scale) for scale in step.scales]
        self.rows.addSpacing(8)
        for scale in self.scales:
            scale.rating.rated.connect(self._teller(scale))
            self.rows.addWidget(scale)
        self.rows.addStretch(2)

    @property
    def entry(self) -> QWidget:
        """The first scale."""
        return self.scales[0]

    def settle(self) -> None:
        """What is set counts."""
        for scale in self.scales:
            scale.rating.settle()

    def show_state(self, state: ProgrammeState) -> None:
        """Show what was said."""
        for scale in self.scales:
            if (value := state.rating(self._step.id, scale.scale.id)) is not None:
                scale.rating.show(value)

    def _teller(self, scale: GentleScale) -> Callable[[float, float], None]:
        return lambda value, t: self.given.emit(Rating(t, scale.scale.id, value))
