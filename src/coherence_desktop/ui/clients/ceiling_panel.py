"""The heart rate above which the app speaks up, by age or by hand."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from coherence_desktop.chart import CeilingSet
from coherence_desktop.ui.clients.chart_panel import ChartPanel
from coherence_desktop.ui.forms.fields import NumberLine
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

LOWEST_BPM, HIGHEST_BPM = 60, 220
_BY_AGE, _BY_HAND = 0, 1


class CeilingPanel(ChartPanel):
    """The ceiling with the rule it follows, and the one set instead.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    today : callable
        The day.
    """

    heading = "Heart-rate ceiling"

    def fill(self) -> None:
        """Make the controls, once."""
        theme = self.theme
        self._value = Label(theme, "", 28, 600)
        self._absent = Label(theme, "Not available: no date of birth", 16, 500, "ink2")
        self._unit = Label(theme, "bpm", 14, token="ink2")
        self._rule = Label(theme, "", 12, token="ink2", wrap=True)
        self._wrong = Label(theme, "", 12, 500, "note", wrap=True)
        self._wrong.hide()
        self.how = SegmentedControl(
            theme, ("By age", "By hand"), name="Ceiling", drawn_height=40, size_px=14
        )
        self.bpm = NumberLine(theme, "Ceiling by hand in bpm", LOWEST_BPM, HIGHEST_BPM, hint="bpm")
        self.bpm.setFixedWidth(88)
        self._lay_out()
        self.how.chosen.connect(self._choose)
        self.bpm.kept.connect(self._set)
        self.bpm.wrong.connect(self._say_wrong)

    @property
    def words(self) -> str:
        """The ceiling and its rule, as they are shown."""
        shown = self._absent if self._absent.isVisibleTo(self) else self._value
        return f"{shown.text()} {self._rule.text()}"

    def _lay_out(self) -> None:
        value = QHBoxLayout()
        value.setSpacing(8)
        value.addWidget(self._value)
        value.addWidget(self._absent)
        unit = QVBoxLayout()
        unit.setContentsMargins(0, 0, 0, 5)
        unit.addStretch(1)
        unit.addWidget(self._unit)
        value.addLayout(unit)
        value.addStretch(1)
        value.addWidget(self.bpm)
        value.addWidget(self.how)
        column = self.column
        column.addLayout(value)
        column.addWidget(self._rule)
        column.addWidget(self._wrong)

    def show_chart(self) -> None:
        """Show what the chart says now."""
        chart, today = self.desk.chart, self.today()
        ceiling, by_age = chart.ceiling_bpm(today), chart.ceiling_by_age_bpm(today)
        own = chart.ceilings[-1].bpm if chart.ceilings else None
        if not self.bpm.hasFocus():
            self.how.blockSignals(True)  # noqa: FBT003 - Qt
            self.how.set_current(_BY_AGE if own is None else _BY_HAND)
            self.how.blockSignals(False)  # noqa: FBT003 - Qt
            self.bpm.setVisible(own is not None)
        self.bpm.set_value(own)
        self._value.set_text("" if ceiling is None else f"{ceiling:.0f}")
        for label in (self._value, self._unit):
            label.setVisible(ceiling is not None)
        self._absent.setVisible(ceiling is None)
        rule = f"85 % of 220 minus age ({chart.age(today)})." if by_age is not None else ""
        spoken = "Above it for 5 s, the app says so; you decide."
        if own is not None:
            rule = f"Set by hand. By age it is {by_age:.0f} bpm." if by_age else "Set by hand."
        elif by_age is None:
            rule, spoken = "Add a date of birth, or set it by hand.", ""
        self._rule.set_text(f"{rule} {spoken}".strip())

    def _choose(self, how: int) -> None:
        self.bpm.setVisible(how == _BY_HAND)
        if how == _BY_HAND:
            ceiling = self.desk.chart.ceiling_bpm(self.today())
            if not self.bpm.text() and ceiling is not None:
                self.bpm.setText(f"{ceiling:.0f}")
            self.bpm.selectAll()
        elif self.desk.chart.ceilings and self.desk.chart.ceilings[-1].bpm is not None:
            self.desk.add(CeilingSet(self.desk.at_utc, bpm=None))

    def _set(self, bpm: float | None) -> None:
        self.desk.add(CeilingSet(self.desk.at_utc, bpm=bpm))

    def _say_wrong(self, sentence: str) -> None:
        self._wrong.set_text(sentence)
        self._wrong.setVisible(bool(sentence))
