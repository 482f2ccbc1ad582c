"""The rooms of the app once the library is open: clinic, review, home, and what is on offer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coherence_desktop.errors import Problem
from coherence_desktop.records.charts import Charts
from coherence_desktop.ui.clinic import Clinic
from coherence_desktop.ui.reviewing import Reviewing
from coherence_desktop.ui.session_plan import SessionPlan
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.ways import PRACTISE
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coherence_desktop.chart import Contact
    from coherence_desktop.practice.catalogue import Offer
    from coherence_desktop.practice.chart_view import Chart
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.home.home import Home
    from coherence_desktop.ui.practise_page import PractisePage


class Rooms(QObject):
    """Holds what shows the pages of an open library.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    """

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        library: "Library",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._library = library
        self.charts = Charts(library)
        self.clinic = Clinic(theme, window, library, self.charts, self)
        self.reviewing = Reviewing(theme, window, library, self.charts, self)
        self.home: Home | None = None
        self._practise: PractisePage | None = None

    def make_home(self) -> "Home":
        """Make the pages of a person who practises alone; `Home.open` comes next."""
        from coherence_desktop.ui.home.home import Home

        self.home = Home(self._theme, self._window, self._library, self.charts, self)
        return self.home

    @property
    def own(self) -> str:
        """Id of one's own chart, at home."""
        desk = None if self.home is None else self.home.desk
        return "" if desk is None else desk.client_id

    @property
    def contacts(self) -> "Sequence[Contact]":
        """People to call, at home."""
        return () if self.home is None else self.home.contacts

    def show_practise(self, chosen: "Callable[[Offer], None]") -> None:
        """Show what can be practised; ``chosen`` takes what is."""
        from coherence_desktop.practice.catalogue import load_catalogue
        from coherence_desktop.records.locations import own_content
        from coherence_desktop.ui.practise_page import PractisePage

        if self._practise is None:
            self._practise = PractisePage(self._theme)
            self._practise.chosen.connect(chosen)
        catalogue = load_catalogue(own_content())
        problem = " ".join(problem.message for problem in catalogue.problems)
        self._practise.show_offers(catalogue.offers, problem)
        self._window.show_page(self._practise, rail=PRACTISE)

    def plan_of(
        self, kind: str, practice_id: str, minutes: float, *, minutes_shown: bool
    ) -> SessionPlan | None:
        """Plan a practice for whoever is at home, or for nobody in the list."""
        from coherence_desktop.ui.practice_plans import plan_of

        chart = self._own_chart()
        return plan_of(
            kind,
            practice_id,
            minutes,
            self._library,
            client=self.own,
            own_rate=None if chart is None else chart.resonance_rate,
            at_home=self.home is not None,
            minutes_shown=minutes_shown,
        )

    def finish(self) -> None:
        """Write what waits; the library is about to be closed."""
        self.clinic.finish()
        if self.home is not None:
            self.home.finish()

    def _own_chart(self) -> "Chart | None":
        from coherence_desktop.practice.chart_view import Chart

        if not self.own:
            return None
        try:
            return Chart.of(self.charts.entries(self.own))
        except Problem:
            return None
