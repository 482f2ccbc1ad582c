"""Questionnaires over time: when each was answered, and its totals where they are asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.chart import QuestionnaireAnswered
from coherence_desktop.practice.home.goals import day_of
from coherence_desktop.practice.home.plan import day_words
from coherence_desktop.practice.questionnaires import Questionnaire
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.painting import crisp

_DOT_PX = 3.5


class TotalsLine(QWidget):
    """Totals of one questionnaire over time, on the scale of its whole range.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._totals: tuple[tuple[int, float], ...] = ()
        self._highest = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(48)
        theme.changed.connect(self.update)

    def show_totals(self, totals: Sequence[tuple[int, float]], highest: float) -> None:
        """Show other totals, each with the number of its day."""
        self._totals, self._highest = tuple(totals), highest
        told = ", ".join(f"{total:.0f}" for _, total in totals)
        self.setAccessibleName(f"Totals from 0 to {highest:.0f}: {told}" if totals else "")
        self.update()

    def sizeHint(self) -> QSize:
        """A short line."""
        return QSize(160, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the range, then the totals by their days."""
        if not self._totals:
            return
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        low, high = self.height() - 5.0, 5.0
        painter.setPen(QPen(color("line"), 1))
        for y in (low, high):
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        days = [day for day, _ in self._totals]
        span = max(1, days[-1] - days[0])
        room = self.width() - 4 * _DOT_PX
        points = [
            QPointF(
                2 * _DOT_PX + (day - days[0]) / span * room,
                low - total / self._highest * (low - high),
            )
            for day, total in self._totals
        ]
        painter.setPen(QPen(color("accent"), 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent"))
        for point in points:
            painter.drawEllipse(point, _DOT_PX, _DOT_PX)


class QuestionnairesPanel(QWidget):
    """A row for each questionnaire.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    questionnaires : sequence of Questionnaire
    clinician : bool
        Totals, and what an answer asks for, are shown at once; otherwise when asked for.
    """

    answer_requested = Signal(str)
    """Answer the questionnaire with this id."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        questionnaires: Sequence[Questionnaire],
        *,
        clinician: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Questionnaires")
        self._desk, self._questionnaires = desk, tuple(questionnaires)
        self._clinician = clinician
        self.notice = Notice(theme)
        self.ask = Button(theme, "Show totals", ButtonKind.TEXT)
        self._days: list[Label] = []
        self._totals: list[Label] = []
        self._lines: list[TotalsLine] = []
        self.answer: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(self._questionnaires):
            about = Label(theme, f"{one.title}, {one.name}", 14, 500)
            about.setMinimumWidth(about.sizeHint().width())
            self._days.append(Label(theme, "", 14, token="ink2"))
            self._lines.append(TotalsLine(theme))
            self._totals.append(Label(theme, "", 14))
            button = Button(theme, "Answer", ButtonKind.TEXT)
            button.setAccessibleName(f"Answer {one.name}")
            button.clicked.connect(lambda _=False, id_=one.id: self.answer_requested.emit(id_))
            self.answer[one.id] = button
            cells = (about, self._days[-1], self._lines[-1], self._totals[-1], button)
            for place, cell in enumerate(cells):
                grid.addWidget(cell, row, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(grid)
        column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._asked = clinician
        self.ask.clicked.connect(self._show_totals)
        desk.changed.connect(self._show)
        self._show()

    @property
    def totals(self) -> tuple[str, ...]:
        """The last total of each, as it is shown."""
        return tuple(label.text() for label in self._totals)

    def _show_totals(self) -> None:
        self._asked = True
        self._show()

    def _show(self) -> None:
        told: list[str] = []
        any_given = False
        for place, one in enumerate(self._questionnaires):
            given = [
                entry
                for entry in self._desk.chart.questionnaires
                if entry.questionnaire_id == one.id
            ]
            any_given = any_given or bool(given)
            last = given[-1] if given else None
            day = day_of(last.day) if last is not None else None
            words = "not yet" if day is None else day_words(day)
            self._days[place].set_text(words)
            self._show_course(place, one, given if self._asked else [])
            notice = one.notice_for(last.answers) if last is not None else None
            if notice is not None and self._clinician:
                told.append(f"{one.name}, {day_words(day)}. {notice.clinician}")
        self.notice.set_text(" ".join(told))
        self.ask.setVisible(any_given and not self._asked)

    def _show_course(
        self, place: int, one: Questionnaire, given: Sequence[QuestionnaireAnswered]
    ) -> None:
        scores = [(day_of(entry.day), one.score(entry.answers).total) for entry in given]
        known = [
            (day.toordinal(), total)
            for day, total in scores
            if day is not None and total is not None
        ]
        self._lines[place].show_totals(known, one.highest)
        words = ""
        if given:
            last = one.score(given[-1].answers)
            words = "no total"
            if last.total is not None:
                words = f"{last.total:.0f} of {one.highest}, {last.band}"
        self._totals[place].set_text(words)
        self._totals[place].setMinimumWidth(self._totals[place].sizeHint().width())
