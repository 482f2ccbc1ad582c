"""Who the client is: name or code, date of birth, notes."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from coherence_desktop.chart import Described, Identified
from coherence_desktop.errors import Problem
from coherence_desktop.ui.clients.chart_panel import ChartPanel
from coherence_desktop.ui.forms.fields import Field, TextArea
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.words.dates import (
    date_words,
    read_local_date_of_birth,
    years_between,
)


class AboutPanel(ChartPanel):
    """Fields that are kept on leaving them.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    today : callable
        The day.
    """

    heading = "About"

    def fill(self) -> None:
        """Make the controls, once."""
        theme = self.theme
        self.name = Field(theme, "Name or code")
        self.born = Field(theme, "Date of birth, optional", "1984-05-07 or 7 May 1984")
        self.notes = TextArea(theme, "Notes", "What helps to know before a session")
        self._age = Label(theme, "", 12, token="ink2")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.born, 0, 1)
        grid.addWidget(self._age, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = self.column
        column.addLayout(grid)
        notes = QVBoxLayout()
        notes.setSpacing(4)
        notes.addWidget(Label(theme, "Notes", 12, 500, "ink2"))
        notes.addWidget(self.notes, 1)
        column.addLayout(notes, 1)
        self.name.kept.connect(self._keep_name)
        self.born.kept.connect(self._keep_born)
        self.notes.kept.connect(self._keep_notes)

    def show_chart(self) -> None:
        """Show what the chart says now."""
        chart = self.desk.chart
        born = chart.date_of_birth
        if not self.name.told:
            self.name.set_text(chart.name)
        if not self.born.told:
            self.born.set_text("" if born is None else date_words(born))
        self._age.set_text("" if born is None else f"{years_between(born, self.today())} years")
        self.notes.show_text(chart.notes)

    def _keep_name(self, name: str) -> None:
        if not name:
            self.name.say("A client needs a name or a code. The one before is kept.")
            return
        self.name.say("")
        self._identify(name, self.desk.chart.date_of_birth)

    def _keep_born(self, text: str) -> None:
        try:
            born = read_local_date_of_birth(text, self.today())
        except Problem as problem:
            self.born.say(problem.message)
            return
        self.born.say("")
        self._identify(self.desk.chart.name, born)

    def _identify(self, name: str, born: date | None) -> None:
        chart = self.desk.chart
        if (name, born) == (chart.name, chart.date_of_birth):
            self.show_chart()
            return
        iso = None if born is None else born.isoformat()
        self.desk.add(Identified(self.desk.at_utc, name=name, date_of_birth=iso))

    def _keep_notes(self, notes: str) -> None:
        if notes != self.desk.chart.notes:
            self.desk.add(Described(self.desk.at_utc, notes=notes))
