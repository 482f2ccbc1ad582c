"""The end of a practice: a kind word, and before and after for who asks for it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programme_steps import BEFORE, CheckInStep, Scale
from coherence_desktop.practice.programmes import CompassionPractice
from coherence_desktop.ui.programme.step_view import ReadingView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.painting import crisp, rounded_box
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

SAME_SHARE, CLEAR_SHARE = 0.05, 0.3
_EITHER_WAY = "Some days something moves, some days nothing does. Both are part of it."


def change_words(before: float, after: float, maximum: float) -> str:
    """A change in words: ``a little less``, ``about the same``, ``clearly more``."""
    share = (after - before) / maximum
    if abs(share) <= SAME_SHARE:
        return "about the same"
    much = "clearly" if abs(share) >= CLEAR_SHARE else "a little"
    return f"{much} {'more' if share > 0 else 'less'}"


class ChangeLine(QWidget):
    """Two places on one line: a ring before, a disc after."""

    def __init__(
        self,
        theme: Theme,
        scale: Scale,
        before: float,
        after: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shares = (before / scale.maximum, after / scale.maximum)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = change_words(before, after, scale.maximum)
        self.setAccessibleName(f"{scale.title}: {words}")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A line with room for the marks."""
        return QSize(320, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw trough, ring and disc."""
        painter = QPainter(self)
        crisp(painter)
        color, middle, edge = self._theme.color, self.height() / 2, 12.0
        trough = QRectF(edge, middle - 3, self.width() - 2 * edge, 6)
        rounded_box(painter, trough, 3, color("line"))
        before, after = (edge + share * trough.width() for share in self._shares)
        painter.setPen(QPen(color("ink2"), 2))
        painter.setBrush(color("surface"))
        painter.drawEllipse(QPointF(before, middle), 10, 10)
        rounded_box(painter, QRectF(after - 7, middle - 7, 14, 14), 7, color("accent"))


class ChangePanel(Panel):
    """What was said before and after, as places and words."""

    def __init__(
        self,
        theme: Theme,
        changes: Sequence[tuple[Scale, float, float]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(32, 24, 32, 24)
        rows.setSpacing(8)
        for scale, before, after in changes:
            row = QHBoxLayout()
            row.setSpacing(24)
            title = Label(theme, scale.title, 16, 500)
            title.setFixedWidth(240)
            row.addWidget(title)
            row.addWidget(ChangeLine(theme, scale, before, after), 1)
            words = Label(theme, change_words(before, after, scale.maximum), 16, token="ink2")
            words.setFixedWidth(120)
            row.addWidget(words)
            rows.addLayout(row)
        rows.addSpacing(8)
        rows.addWidget(
            Label(theme, f"Ring: before. Disc: now. {_EITHER_WAY}", 14, token="ink2", wrap=True)
        )


class DoneView(ReadingView):
    """What is said in the end."""

    def __init__(
        self, theme: Theme, practice: CompassionPractice, parent: QWidget | None = None
    ) -> None:
        title, *words = practice.closing or ("That was it.",)
        super().__init__(theme, title, tuple(words), parent)
        self._practice = practice
        self._state = ProgrammeState()
        self.panel: ChangePanel | None = None
        self.ask = Button(theme, "Look at before and after", ButtonKind.TEXT, size_px=16)
        self.ask.clicked.connect(self.show_changes)
        row = QHBoxLayout()
        row.addWidget(self.ask)
        row.addStretch(1)
        self.rows.addLayout(row)
        self.rows.addStretch(2)
        self.ask.hide()

    def show_state(self, state: ProgrammeState) -> None:
        """Offer before and after if both were said."""
        self._state = state
        self.ask.setVisible(self.panel is None and bool(self._changes()))

    def show_changes(self) -> None:
        """Show them: someone asked."""
        self.panel = ChangePanel(self.theme, self._changes())
        self.rows.insertWidget(self.rows.count() - 1, self.panel)
        self.ask.hide()

    def _changes(self) -> list[tuple[Scale, float, float]]:
        changes = self._state.changes()
        before = self._practice.step(BEFORE)
        scales = before.scales if isinstance(before, CheckInStep) else ()
        return [(scale, *changes[scale.id]) for scale in scales if scale.id in changes]
