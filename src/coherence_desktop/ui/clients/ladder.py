"""The steps of a hierarchy as a list that can be put in another order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from coherence_desktop.chart import Step
from coherence_desktop.ui.forms.row_list import RowList, RowPainter
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.painting import line_text, rounded_box, text_width

ROW_PX = 64
_SHIFTS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Rung:
    """A step as the list shows it."""

    step: Step
    lock: str
    """What it waits for, or empty."""

    def words(self, place: int, count: int) -> str:
        """For a screen reader."""
        parts = [f"Step {place + 1} of {count}: {self.step.title}", dose(self.step)]
        if self.step.expected_distress is not None:
            parts.append(f"expected distress {self.step.expected_distress:.0f}")
        parts.append("released for home" if self.step.released_for_home else "")
        parts.append(self.lock)
        return ", ".join(part for part in parts if part)


def dose(step: Step) -> str:
    """How long and how, or that it is from daily life."""
    seconds = "" if step.duration_s is None else f"{step.duration_s:g} s"
    kind = "" if step.exercise_id else "daily life"
    return ", ".join(part for part in (kind, seconds, step.variant) if part)


class _RungPainter(RowPainter):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ROW_PX)

    def paint_row(
        self, painter: QPainter, box: QRectF, row: Rung, place: int, *, selected: bool
    ) -> None:
        """Draw place, words, lock and expected distress."""
        color = self.theme.color
        middle = box.center().y() - 0.5
        self._handle(painter, box.left() + 10, middle)
        font = self.theme.font(14, 600)
        number = str(place + 1)
        x = box.left() + 28
        line_text(
            painter, font, color("ink2"), x + 10 - text_width(font, number) / 2, middle, number
        )
        x += 36
        end = self._expected(painter, row.step, box.right() - 16, middle) - 12
        if row.step.released_for_home:
            end = self._home(painter, end, middle, selected=selected) - 12
        upper, lower = middle - 10, middle + 10
        self.words(painter, row.step.title, x, upper, end - x, weight=600 if selected else 500)
        if row.lock:
            icon = QRectF(x - 1, lower - 8, 16, 16)
            Icon("lock", 16, "note").paint(painter, self.theme, icon, None)
            short = f"{dose(row.step)}. {row.lock}"
            self.words(painter, short, x + 20, lower, end - x - 20, size_px=12, token="note")
        else:
            self.words(painter, dose(row.step), x, lower, end - x, size_px=12, token="ink2")

    def _handle(self, painter: QPainter, x: float, middle: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("ink3", 0.7))
        for down in (-6, 0, 6):
            for across in (0, 6):
                painter.drawEllipse(QPointF(x + across, middle + down), 1.4, 1.4)

    def _expected(self, painter: QPainter, step: Step, right: float, middle: float) -> float:
        if step.expected_distress is None:
            font = self.theme.font(12)
            x = right - text_width(font, "not rated")
            line_text(painter, font, self.theme.color("ink3"), x, middle, "not rated")
            return x
        font = self.theme.font(16, 600)
        text = f"{step.expected_distress:.0f}"
        x = right - text_width(font, text)
        line_text(painter, font, self.theme.color("ink"), x, middle, text)
        center = QPointF(right - 44, middle)
        across = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("distress"))
        painter.drawPolygon(QPolygonF([center + corner for corner in across]))
        return right - 52

    def _home(self, painter: QPainter, right: float, middle: float, *, selected: bool) -> float:
        font = self.theme.font(12, 500)
        width = text_width(font, "home") + 20
        chip = QRectF(right - width, middle - 12, width, 24)
        fill = self.theme.color("surface" if selected else "accent_soft")
        rounded_box(painter, chip, 12, fill)
        line_text(painter, font, self.theme.color("ink"), chip.left() + 10, middle, "home")
        return chip.left()


class Ladder(RowList):
    """The list, the easiest step on top; drag a row, or Alt with an arrow, to move it.

    Parameters
    ----------
    theme : Theme
    """

    moved = Signal(str, int)
    """Move the step with this id to this place, from 0."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Steps, the easiest first",
            _RungPainter(theme),
            click_opens=False,
            parent=parent,
        )
        self._theme = theme
        self._grabbed = -1
        self._from = QPoint()
        self._target = -1

    @property
    def step_id(self) -> str:
        """The selected step, or empty."""
        return self.rows[self.current].step.id if self.current >= 0 else ""

    def show_rungs(self, rungs: Sequence[Rung], step_id: str) -> None:
        """Show these steps with one selected."""
        ids = [rung.step.id for rung in rungs]
        place = ids.index(step_id) if step_id in ids else min(0, len(rungs) - 1)
        words = [rung.words(number, len(rungs)) for number, rung in enumerate(rungs)]
        self.set_rows(rungs, words, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the selected step."""
        by = _SHIFTS.get(Qt.Key(event.key()))
        if by is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        else:
            self.shift(by)

    def shift(self, by: int) -> None:
        """Move the selected step by so many places."""
        to = self.current + by
        if self.current >= 0 and 0 <= to < len(self.rows):
            self.moved.emit(self.step_id, to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a row."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = self.indexAt(event.position().toPoint()).row()
            self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would go."""
        held = self._grabbed >= 0 and event.buttons() & Qt.MouseButton.LeftButton
        if not held:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        far = (here - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._target >= 0 or far:
            self._target = self._gap_at(here.y())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll_at(here.y())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row down."""
        grabbed, target = self._grabbed, self._target
        self._grabbed = self._target = -1
        self.unsetCursor()
        self.viewport().update()
        super().mouseReleaseEvent(event)
        to = target - (target > grabbed)
        if target >= 0 and to != grabbed:
            self.moved.emit(self.rows[grabbed].step.id, to)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and the place where a dragged one would go."""
        super().paintEvent(event)
        if self._target < 0:
            return
        painter = QPainter(self.viewport())
        y = self._target * ROW_PX - self.verticalScrollBar().value()
        y = min(max(y, 1), self.viewport().height() - 3)
        painter.fillRect(QRectF(0, y - 1, self.viewport().width(), 3), self._theme.color("accent"))

    def _gap_at(self, y: int) -> int:
        above = round((y + self.verticalScrollBar().value()) / ROW_PX)
        return min(max(above, 0), len(self.rows))

    def _scroll_at(self, y: int) -> None:
        bar: Any = self.verticalScrollBar()
        if y < ROW_PX / 2:
            bar.setValue(bar.value() - 16)
        elif y > self.viewport().height() - ROW_PX / 2:
            bar.setValue(bar.value() + 16)
