"""Results of trying each exercise once, from which the hierarchy is built."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import TriedOnce
from coherence_desktop.practice.exercises import Exercise, Exercises
from coherence_desktop.practice.hierarchy import steps_from_tried
from coherence_desktop.practice.screening import Screening
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.ladder_panel import LadderPanel
from coherence_desktop.ui.forms.fields import NumberLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_FIELD_PX = 72
_SCALES = (
    ("duration_s", "Tried for", "s", 1, 1800),
    ("sensation", "Sensation", "0 to 10", 0, 10),
    ("distress", "Distress", "0 to 100", 0, 100),
    ("similarity", "Similarity", "0 to 10", 0, 10),
)


class _Row:
    """The fields of one exercise."""

    def __init__(self, theme: Theme, exercise: Exercise) -> None:
        self.exercise = exercise
        self.lines: dict[str, NumberLine] = {}
        for key, name, unit, low, high in _SCALES:
            line = NumberLine(theme, f"{name} of {exercise.name}, {unit}", low, high)
            line.setFixedWidth(_FIELD_PX)
            self.lines[key] = line
        self.lines["duration_s"].setPlaceholderText(f"{exercise.default_s:g}")
        self.name = Label(theme, exercise.name, 14, 500)
        self.lock = GlyphView(theme, Icon("lock", 16, "note"))


class TriesPanel(QWidget):
    """A table of exercises; each number is kept on leaving its field.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    ladder : LadderPanel
        Takes the steps that are built.
    """

    built = Signal()
    """The hierarchy was built from the results."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        ladder: LadderPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Try each once")
        self._theme, self._desk = theme, desk
        self._exercises, self._screening, self._ladder = exercises, screening, ladder
        self.rows = {one.id: _Row(theme, one) for one in exercises.exercises}
        self._wrong = Label(theme, "", 12, 500, "note", wrap=True)
        self._wrong.hide()
        self._state = Label(theme, "", 12, token="ink2", wrap=True)
        self.build = Button(theme, "Build the hierarchy")
        self._lay_out()
        self.build.clicked.connect(self._build)
        for id_, row in self.rows.items():
            for line in row.lines.values():
                line.kept.connect(partial(self._keep, id_))
                line.wrong.connect(self._say_wrong)
        desk.changed.connect(self._show)

    def _lay_out(self) -> None:
        theme = self._theme
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(24, 0, 16, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        for place, (_, name, unit, _low, _high) in enumerate(_SCALES):
            head = QVBoxLayout()
            head.setSpacing(0)
            head.addWidget(Label(theme, name, 12, 500, "ink2", align=right))
            head.addWidget(Label(theme, unit, 12, token="ink2", align=right))
            grid.addLayout(head, 0, place + 2)
        for number, row in enumerate(self.rows.values(), start=1):
            grid.addWidget(row.name, number, 0)
            grid.addWidget(row.lock, number, 1)
            for place, line in enumerate(row.lines.values()):
                grid.addWidget(line, number, place + 2)
        grid.setRowStretch(len(self.rows) + 1, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 8)
        foot.setSpacing(16)
        foot.addWidget(self._state, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.build)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addWidget(ScrollArea(theme, table), 1)
        wrong = QHBoxLayout()
        wrong.setContentsMargins(24, 0, 24, 0)
        wrong.addWidget(self._wrong)
        column.addLayout(wrong)
        column.addLayout(foot)

    def _show(self) -> None:
        chart = self._desk.chart
        locks = chart.locks(self._exercises.exercises, self._screening)
        tried = chart.last_tried
        for id_, row in self.rows.items():
            result = tried.get(id_)
            locked = id_ in locks
            row.lock.setVisible(locked)
            row.lock.setToolTip(locks.get(id_, ""))
            for key, line in row.lines.items():
                line.set_value(None if result is None else getattr(result, key))
                line.setEnabled(not locked)
                line.setAccessibleDescription(locks.get(id_, ""))
        new = [id_ for id_ in tried if id_ not in {step.exercise_id for step in chart.steps}]
        self.build.setEnabled(bool(new))
        what = "the screening" if chart.answers is None else "a sign-off"
        waiting = f"{len(locks)} wait for {what}. " if locks else ""
        done = f"{len(tried)} of {len(self.rows)} tried."
        self._state.set_text(f"{waiting}{done} Similarity: to the feared episode.")

    def _keep(self, exercise_id: str, _value: object) -> None:
        row = self.rows[exercise_id]
        values = {key: line.value for key, line in row.lines.items()}
        duration_s = values.pop("duration_s")
        if duration_s is None:
            duration_s = row.exercise.default_s
        results = any(value is not None for value in values.values())
        if results or exercise_id in self._desk.chart.last_tried:
            entry = TriedOnce(
                self._desk.at_utc,
                exercise_id=exercise_id,
                duration_s=duration_s,
                sensation=values["sensation"],
                distress=values["distress"],
                similarity=values["similarity"],
            )
            self._desk.add(entry)

    def _build(self) -> None:
        chart = self._desk.chart
        steps = steps_from_tried(
            chart.steps, chart.tried, self._exercises.by_id, chart.next_step_id
        )
        self._ladder.arrange(steps)
        self.built.emit()

    def _say_wrong(self, sentence: str) -> None:
        self._wrong.set_text(sentence)
        self._wrong.setVisible(bool(sentence))
