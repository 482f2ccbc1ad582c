"""The phase stepper: what is done, what runs, what comes; a step ahead can be chosen."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from coherence_desktop.practice.exposure.phases import PHASES, RECOVER, Standing
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.words import NAMES, planned_words
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, mixed, rounded_box, text_width
from coherence_desktop.ui.words.values import clock

HEIGHT_PX = 56
_RADIUS = 8
_ICON_PX = 29
_WORDS_PX = 53
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


@dataclass(frozen=True, slots=True)
class StepView:
    """What a step shows."""

    standing: Standing
    words: str
    open: bool = False
    """Whether it can be moved to."""


class StepButton(QAbstractButton):
    """One phase.

    Parameters
    ----------
    theme : Theme
    name : str
        Name of the phase.
    number : int
        Its place, from 1.
    """

    def __init__(
        self, theme: Theme, name: str, number: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = name
        self._number = number
        self._view = StepView(Standing.NEXT, "")
        self.setText(NAMES[name])
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, _RADIUS)
        theme.changed.connect(self.update)
        self.show_view(self._view)

    @property
    def view(self) -> StepView:
        """What is shown."""
        return self._view

    def show_view(self, view: StepView) -> None:
        """Show how the phase stands; nothing is repainted when it is the same."""
        self.setEnabled(view.open)
        if view == self._view and self.accessibleName():
            return
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if view.open else Qt.FocusPolicy.NoFocus)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if view.open else Qt.CursorShape.ArrowCursor
        )
        self.setAccessibleName(f"{NAMES[self.name]}, {view.standing}, {view.words}")
        self.setToolTip(f"Go on to {NAMES[self.name].lower()}" if view.open else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for its name and the longest words in the small window."""
        return QSize(120, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """The second line may be cut."""
        return QSize(96, HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on; arrows belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, sign, name and words."""
        painter = QPainter(self)
        crisp(painter)
        theme, color, view = self._theme, self._theme.color, self._view
        running = view.standing is Standing.CURRENT
        box = QRectF(self.rect())
        if running:
            rounded_box(painter, box, _RADIUS, color("accent"))
        else:
            share = 0.08 if view.open and self.underMouse() else 0.0
            fill = mixed(color("surface"), color("ink"), share)
            border = color("edge" if view.open else "line")
            rounded_box(painter, box, _RADIUS, fill, border)
        ink = color("on_accent" if running else "ink")
        quiet = color("on_accent" if running else "ink2")
        self._paint_sign(painter, QPointF(_ICON_PX, HEIGHT_PX / 2), quiet)
        room = self.width() - _WORDS_PX - 8
        if view.standing is Standing.SKIPPED:
            ink = quiet = color("ink3")
        name, words = TextLine(theme.font(16, 600)), TextLine(theme.font(12))
        name.draw(painter, ink, _WORDS_PX, 20, name.elided(NAMES[self.name], room))
        words.draw(painter, quiet, _WORDS_PX, 39, words.elided(view.words, room))

    def _paint_sign(self, painter: QPainter, center: QPointF, quiet: QColor) -> None:
        color = self._theme.color
        painter.setBrush(Qt.BrushStyle.NoBrush)
        match self._view.standing:
            case Standing.DONE:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("accent_soft"))
                painter.drawEllipse(center, 12, 12)
                pen = QPen(color("accent"), 2.4)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                tick = [QPointF(-4.6, 0.3), QPointF(-1.4, 3.6), QPointF(4.8, -3.5)]
                painter.drawPolyline(QPolygonF([center + at for at in tick]))
            case Standing.CURRENT:
                painter.setPen(QPen(quiet, 2))
                painter.drawEllipse(center, 10, 10)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(quiet)
                painter.drawEllipse(center, 5.5, 5.5)
            case Standing.SKIPPED:
                painter.setPen(QPen(color("ink3"), 2))
                painter.drawLine(center - QPointF(6, 0), center + QPointF(6, 0))
            case Standing.NEXT:
                painter.setPen(QPen(color("edge"), 1.5))
                painter.drawEllipse(center, 10.5, 10.5)
                font = self._theme.font(12)
                number = str(self._number)
                x = center.x() - text_width(font, number) / 2
                line_text(painter, font, color("ink2"), x, center.y(), number)


class PhaseStepper(QWidget):
    """The six phases of a trial in a row; the running one is wider.

    Parameters
    ----------
    theme : Theme
    """

    chosen = Signal(str)
    """Name of the phase to move to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = [StepButton(theme, name, n + 1) for n, name in enumerate(PHASES)]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for step in self.steps:
            self._row.addWidget(step, 204)
            step.clicked.connect(lambda _=False, name=step.name: self.chosen.emit(name))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Phases of the trial")

    def show_state(self, state: TrialState, now: float) -> None:
        """Show where the trial stands."""
        for number, step in enumerate(self.steps):
            view = step_view(state, step.name, now)
            step.show_view(view)
            self._row.setStretch(number, 288 if view.standing is Standing.CURRENT else 204)


def step_view(state: TrialState, name: str, now: float) -> StepView:
    """What a step says of its phase."""
    trial = state.trial
    if trial is None:
        return StepView(Standing.NEXT, "")
    standing = state.standing(name)
    if standing is Standing.DONE:
        span = next(span for span in state.done if span.name == name)
        return StepView(standing, _done_words(span.practised_s, timed=span.target_s is not None))
    if standing is Standing.CURRENT:
        return StepView(standing, _running_words(state, now))
    movable = state.may_move(name)
    if standing is Standing.SKIPPED:
        left_out = "none" if name == RECOVER else "left out"
        return StepView(standing, "skipped" if name in state.phases else left_out, movable)
    return StepView(standing, planned_words(trial, name), movable)


def _done_words(seconds: float, *, timed: bool) -> str:
    return f"{clock(round(seconds))} done" if timed else "done"


def _running_words(state: TrialState, now: float) -> str:
    left_s, target_s = state.left_s(now), state.phase_target_s
    if left_s is None or target_s is None:
        return f"{clock(state.into_s(now))} so far"
    paused = "paused, " if state.paused else ""
    return f"{paused}{clock(whole_left(left_s))} left of {clock(target_s)}"


def whole_left(left_s: float) -> float:
    """Seconds as a countdown shows them: the last one is 0:01, and 0:00 is over."""
    return float(-(-left_s // 1))
