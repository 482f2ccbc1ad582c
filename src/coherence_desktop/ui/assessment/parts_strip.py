"""The parts of an assessment side by side, each as wide as it is long."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.assessments import AssessmentState
from coherence_desktop.practice.assessments.state import Standing
from coherence_desktop.ui.assessment.words import short_words
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, rounded_box

HEIGHT_PX = 28
_GAP_PX = 4
_LEAST_PX = 10.0
_RADIUS = 6


class PartsStrip(QWidget):
    """Shows which part runs and how far it is, what is over and what was skipped.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = AssessmentState()
        self._share = 0.0
        self._seen: tuple[object, ...] = ()
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(480, HEIGHT_PX)

    def show_state(self, state: AssessmentState, now: float) -> None:
        """Show where the assessment stands; the same is not repainted."""
        part = state.part
        share = 0.0 if part is None else min(1.0, state.into_s(now) / part.planned_s)
        seen = (state.parts, state.running, len(state.done), round(share * 100))
        if seen == self._seen:
            return
        self._seen, self._state, self._share = seen, state, share
        names = [
            f"{part.label} {state.standing(part.name)}"
            for part in state.parts
            if part.kind != "rest"
        ]
        self.setAccessibleName("Parts of the assessment: " + ", ".join(names))
        self.update()

    def boxes(self) -> list[QRectF]:
        """Where each part is drawn."""
        parts = self._state.parts
        if not parts:
            return []
        room = self.width() - _GAP_PX * (len(parts) - 1) - _LEAST_PX * len(parts)
        total_s = sum(part.planned_s for part in parts)
        made, x = [], 0.0
        for part in parts:
            wide = _LEAST_PX + max(0.0, room) * part.planned_s / total_s
            made.append(QRectF(x, 0.0, wide, HEIGHT_PX))
            x += wide + _GAP_PX
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        words = TextLine(self._theme.font(12, 500))
        for part, box in zip(self._state.parts, self.boxes(), strict=True):
            standing = self._state.standing(part.name)
            ink = "ink2"
            match standing:
                case Standing.CURRENT:
                    rounded_box(painter, box, _RADIUS, color("accent_soft"), color("accent"), 1.5)
                    done = QRectF(box.x(), box.bottom() - 4, box.width() * self._share, 4)
                    painter.fillRect(done.adjusted(2, 0, -2, -1.5), color("accent"))
                    ink = "ink"
                case Standing.DONE:
                    rounded_box(painter, box, _RADIUS, color("accent_soft"))
                    ink = "ink"
                case Standing.SKIPPED:
                    rounded_box(painter, box, _RADIUS, None, color("line"))
                    painter.setPen(QPen(color("ink3"), 1.5))
                    middle = box.center().y()
                    painter.drawLine(
                        QRectF(box.center().x() - 5, middle, 10, 0).topLeft(),
                        QRectF(box.center().x() - 5, middle, 10, 0).topRight(),
                    )
                    continue
                case Standing.NEXT:
                    rounded_box(painter, box, _RADIUS, color("sunken"))
            said = short_words(part)
            wide = words.width(said)
            if wide <= box.width() - 10:
                x = box.center().x() - wide / 2
                words.draw(painter, color(ink), x, box.center().y() - 1, said)
