"""How a client's trials go unless said otherwise, and when the next step is proposed."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import asdict, replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import ProgressRuleSet, TrialDefaultsSet
from coherence_desktop.events import Recovery
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.forms.fields import NumberLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_Field = tuple[str, str, int, int]
_TIMES: tuple[_Field, ...] = (
    ("baseline_s", "Baseline, s", 0, 600),
    ("stay_s", "Stay, s", 0, 1800),
    ("recover_s", "Recover, s", 0, 1800),
    ("prompt_every_s", "Ask for distress every, s", 5, 600),
)
_RULE: tuple[_Field, ...] = (
    ("expectancy_percent", "Fear at most, % likely", 0, 100),
    ("peak_distress", "Or peak distress at most, 0 to 100", 0, 100),
    ("trials", "In so many trials running", 1, 20),
)
_RECOVERIES = (
    (Recovery.NONE, "None", "The trial goes on to what was learned right away."),
    (Recovery.FREE, "Free", "The person recovers as it comes, without a guide."),
    (Recovery.PACED, "Paced", "A breath guide runs along; agree on it beforehand."),
)


class TrialsPanel(QWidget):
    """Planned times, the way to recover, and the progress rule.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How trials go")
        self._theme, self._desk = theme, desk
        self.lines: dict[str, NumberLine] = {}
        self.recovery = SegmentedControl(
            theme,
            [name for _, name, _ in _RECOVERIES],
            name="Recovery",
            drawn_height=40,
            size_px=14,
        )
        self._about = Label(theme, "", 12, token="ink2", wrap=True)
        self._wrong = Label(theme, "", 12, 500, "note", wrap=True)
        self._wrong.hide()
        self._lay_out()
        self.recovery.chosen.connect(self._choose_recovery)
        desk.changed.connect(self._show)

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._fields(_TIMES, self._keep_default))
        column.addWidget(Label(theme, "Recovery", 12, 500, "ink2"))
        column.addWidget(self.recovery, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._about)
        column.addWidget(Rule(theme))
        column.addWidget(Label(theme, "Propose the next step when", 14, 600))
        column.addLayout(self._fields(_RULE, self._keep_rule))
        column.addWidget(Label(theme, "You decide; the rule only proposes.", 12, token="ink2"))
        column.addWidget(self._wrong)
        column.addStretch(1)

    def _fields(
        self, fields: Sequence[_Field], keep: Callable[[str, float | None], None]
    ) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for number, (key, caption, low, high) in enumerate(fields):
            line = NumberLine(self._theme, caption, low, high, step=1 if high <= 20 else 5)
            line.setAlignment(Qt.AlignmentFlag.AlignLeft)
            line.kept.connect(partial(keep, key))
            line.wrong.connect(self._say_wrong)
            self.lines[key] = line
            row, place = divmod(number, 2)
            grid.addWidget(Label(self._theme, caption, 12, 500, "ink2"), 3 * row, place)
            grid.addWidget(line, 3 * row + 1, place)
            grid.setRowMinimumHeight(3 * row + 2, 4)
            grid.setColumnStretch(place, 1)
        return grid

    def _show(self) -> None:
        chart = self._desk.chart
        values = asdict(chart.trial_defaults) | asdict(chart.progress_rule)
        for key, line in self.lines.items():
            line.set_value(values[key])
        ways = [way for way, _, _ in _RECOVERIES]
        recovery = chart.trial_defaults.recovery
        place = ways.index(Recovery(recovery)) if recovery in ways else -1
        self.recovery.blockSignals(True)  # noqa: FBT003 - Qt
        if place >= 0:
            self.recovery.set_current(place)
        self.recovery.blockSignals(False)  # noqa: FBT003 - Qt
        self._about.set_text(_RECOVERIES[place][2] if place >= 0 else "")

    def _keep_default(self, key: str, value: float | None) -> None:
        if value is None:
            self._show()
        else:
            self._keep(self._desk.chart.trial_defaults, {key: value})

    def _keep_rule(self, key: str, value: float | None) -> None:
        if value is None:
            self._show()
        else:
            whole = int(value) if key == "trials" else value
            self._keep(self._desk.chart.progress_rule, {key: whole})

    def _choose_recovery(self, index: int) -> None:
        way = str(_RECOVERIES[index][0])
        self._keep(self._desk.chart.trial_defaults, {"recovery": way})

    def _keep(self, before: TrialDefaultsSet | ProgressRuleSet, change: dict[str, object]) -> None:
        self._desk.add(replace(before, at_utc=self._desk.at_utc, **change))

    def _say_wrong(self, sentence: str) -> None:
        self._wrong.set_text(sentence)
        self._wrong.setVisible(bool(sentence))
