"""Before an assessment: what happens, how long it takes, and what the clinician can choose."""

import random
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.assessments import Options, Order
from coherence_desktop.practice.assessments.protocols import (
    DEEP_BREATHING,
    FINE,
    PROTOCOLS,
    RESTING,
    SLIDING,
    STEPPED,
)
from coherence_desktop.ui.assessment.words import KINDS, minutes_words, rate_words
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_STACKED_PX = 1000
_SIDE_PX = 432
_EDGE_PX = 24
_ORDERS = (Order.FALLING, Order.RISING, Order.SHUFFLED)
_BASELINES_S = (0.0, 60.0, 120.0, 300.0)
_RATES_S = (90.0, 120.0, 180.0)
_RESTS_S = (0.0, 30.0, 60.0, 120.0)
_RESTINGS_S = (120.0, 300.0, 600.0)
_AROUND_PER_MIN = (6.5, 6.0, 5.5, 5.0, 4.5)
_KINDS = (STEPPED, SLIDING, FINE, DEEP_BREATHING, RESTING)
_TITLES = {
    STEPPED: "Step by step",
    SLIDING: "Sliding",
    FINE: "Finer steps",
    DEEP_BREATHING: "Deep breathing",
    RESTING: "Resting",
}


class _Choice(QWidget):
    """A caption over a choice of one among a few."""

    def __init__(
        self, theme: Theme, caption: str, options: list[str], current: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.control = SegmentedControl(
            theme, options, current, name=caption, drawn_height=36, size_px=14
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(Label(theme, caption, 12, 500, "ink2"))
        rows.addWidget(self.control)


class IntroPage(Page):
    """Tells what an assessment is, and begins it.

    Parameters
    ----------
    theme : Theme
    """

    begun = Signal(str, object)
    """Id of the assessment and the `Options` that were chosen."""
    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Assessments")
        self._kind = STEPPED
        self._about = Label(theme, "", 16, token="ink2")
        self.back = Button(theme, "Back", cap="Esc")
        self.kinds = SegmentedControl(
            theme,
            [_TITLES[kind] for kind in _KINDS],
            name="Assessment",
            drawn_height=40,
            size_px=14,
        )
        self._summary = Label(theme, "", 20, wrap=True)
        most = max(len(kind.happens) for kind in KINDS.values())
        self._lines = [self._step(number) for number in range(1, most + 1)]
        self._length = Label(theme, "", 28, 600)
        self.begin = Button(
            theme, "Choose the strap and begin", ButtonKind.PRIMARY, height=48, size_px=16
        )
        self.order = self._choice("Order of the rates", ["Falling", "Rising", "Shuffled"], 0)
        self.baseline = self._choice("Baseline", ["none", "1 min", "2 min", "5 min"], 2)
        self.rate = self._choice("At each rate", ["1.5 min", "2 min", "3 min"], 1)
        self.rest = self._choice("Rest between rates", ["none", "30 s", "1 min", "2 min"], 2)
        around = [rate_words(rate) for rate in _AROUND_PER_MIN]
        self.around = self._choice("Around, a minute", around, 1)
        self.resting = self._choice("Time at rest", ["2 min", "5 min", "10 min"], 1)
        self._around_per_min = _AROUND_PER_MIN[1]
        self._lay_out()
        self.kinds.chosen.connect(lambda index: self.show_kind(_KINDS[index]))
        self.back.clicked.connect(self.back_requested)
        self.begin.clicked.connect(lambda: self.begun.emit(self._kind, self.options()))
        self.around.control.chosen.connect(self._choose_around)
        for choice in self._choices():
            choice.control.chosen.connect(self._show_length)
        self.show_kind(STEPPED)

    @property
    def kind(self) -> str:
        """Id of the assessment that is shown."""
        return self._kind

    @property
    def length(self) -> str:
        """How long it takes, in words."""
        return self._length.text()

    def open(
        self, about: str = "", kind: str = STEPPED, around_per_min: float | None = None
    ) -> None:
        """Show the assessments for somebody, or for nobody in particular.

        Parameters
        ----------
        about : str
            Who.
        kind : str
            The assessment to begin with.
        around_per_min : float, optional
            Best rate so far, for the finer second pass.
        """
        self._about.set_text(about)
        self._about.setVisible(bool(about))
        if around_per_min is not None:
            nearest = min(_AROUND_PER_MIN, key=lambda rate: abs(rate - around_per_min))
            if abs(nearest - around_per_min) < 0.01:
                self.around.control.set_current(_AROUND_PER_MIN.index(nearest))
            else:
                self.around.control.clear()
            self._around_per_min = around_per_min
        self.kinds.set_current(_KINDS.index(kind))
        self.show_kind(kind)

    def show_kind(self, kind: str) -> None:
        """Tell of another assessment."""
        self._kind = kind
        told = KINDS[kind]
        self._summary.set_text(told.summary)
        for place, (line, words) in enumerate(self._lines):
            line.setVisible(place < len(told.happens))
            words.set_text(told.happens[place] if place < len(told.happens) else "")
        by_rate = kind in (STEPPED, FINE)
        for choice, shown in (
            (self.order, by_rate),
            (self.baseline, by_rate or kind == SLIDING),
            (self.rate, by_rate),
            (self.rest, by_rate),
            (self.around, kind == FINE),
            (self.resting, kind == RESTING),
        ):
            choice.setVisible(shown)
        self._options_title.setVisible(kind != DEEP_BREATHING)
        self._show_length()

    def options(self) -> Options:
        """What was chosen; a shuffled order is shuffled anew each time."""
        order = _ORDERS[self.order.control.current]
        usual = Options(
            order=order,
            baseline_s=_BASELINES_S[self.baseline.control.current],
            rate_s=_RATES_S[self.rate.control.current],
            rest_s=_RESTS_S[self.rest.control.current],
            resting_s=_RESTINGS_S[self.resting.control.current],
            around_per_min=self._around_per_min,
        )
        if order is not Order.SHUFFLED:
            return usual
        return replace(usual, seed=random.randrange(10**6))  # noqa: S311 - an order, no secret

    def _choices(self) -> tuple[_Choice, ...]:
        return (self.around, self.order, self.baseline, self.rate, self.rest, self.resting)

    def _choice(self, caption: str, options: list[str], current: int) -> _Choice:
        return _Choice(self.theme, caption, options, current, self)

    def _choose_around(self, index: int) -> None:
        self._around_per_min = _AROUND_PER_MIN[index]

    def _show_length(self) -> None:
        seconds = sum(part.planned_s for part in PROTOCOLS[self._kind].parts(self.options()))
        self._length.set_text(minutes_words(seconds))

    def _step(self, number: int) -> tuple[QWidget, Label]:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 12)
        row.setSpacing(12)
        mark = Label(self.theme, f"{number}", 16, 600, "accent")
        mark.setFixedWidth(16)
        words = Label(self.theme, "", 16, wrap=True)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line, words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        theme = self.theme
        head = QHBoxLayout()
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Label(theme, "Assessments", 28, 500))
        titles.addWidget(self._about)
        head.addLayout(titles, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        happens = Panel(theme)
        told = QVBoxLayout(happens)
        told.setContentsMargins(32, 28, 32, 28)
        told.setSpacing(0)
        told.addWidget(self._summary)
        told.addSpacing(24)
        told.addWidget(Label(theme, "What happens", 14, 600))
        told.addSpacing(12)
        for line, _ in self._lines:
            told.addWidget(line)
        told.addStretch(1)
        told.addSpacing(24)
        told.addWidget(Rule(theme))
        told.addSpacing(16)
        decides = "The app measures and proposes. The clinician decides. It diagnoses nothing."
        told.addWidget(Label(theme, decides, 14, token="ink2", wrap=True))
        side = Panel(theme)
        self._side = side
        chosen = QVBoxLayout(side)
        chosen.setContentsMargins(24, 24, 24, 24)
        chosen.setSpacing(0)
        chosen.addWidget(Label(theme, "Takes", 12, 500, "ink2"))
        chosen.addWidget(self._length)
        chosen.addSpacing(16)
        self._options_title = Label(theme, "For the clinician", 14, 600)
        chosen.addWidget(self._options_title)
        chosen.addSpacing(8)
        for choice in self._choices():
            chosen.addWidget(choice)
            chosen.addSpacing(8)
        chosen.addStretch(1)
        chosen.addSpacing(8)
        chosen.addWidget(self.begin)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(_EDGE_PX)
        self._columns.addWidget(happens, 1)
        self._columns.addWidget(side)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        rows.setSpacing(16)
        rows.addLayout(head)
        rows.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addLayout(self._columns)
        rows.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))
        self.setFocusProxy(self.begin)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choices beside what happens, or under it."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_PX
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if stacked else right)
        self._side.setMinimumWidth(0 if stacked else _SIDE_PX)
        self._side.setMaximumWidth(16777215 if stacked else _SIDE_PX)
