"""The clinician's pages: clients, one client, sessions, review; made when they are asked for."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.places import CLIENTS
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.chart import Step
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.clients.client_page import ClientPage
    from coherence_desktop.ui.clients.clients_page import ClientsPage


class Clinic(QObject):
    """Shows the pages of clients and says what they ask for.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    """

    trial_requested = Signal(str, object)
    """A client's id and the `Step` of the hierarchy to try."""
    practise_requested = Signal(str)
    """Choose what the client with this id practises."""
    review_requested = Signal(str)
    """Id of a session."""
    hand_over_requested = Signal(str)
    """Write the plan of the client with this id into a file."""
    take_requested = Signal(str)
    """Take sessions from a file of the client with this id."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        library: "Library",
        charts: "Charts",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._library = library
        self._charts = charts
        self._clients: ClientsPage | None = None
        self._client: ClientPage | None = None
        self._return_to: QWidget | None = None
        self._worker = Worker(self)

    def show_clients(self) -> None:
        """Show the list of clients."""
        self._window.show_page(self._list(), rail=CLIENTS)

    def _list(self) -> "ClientsPage":
        if self._clients is None:
            from coherence_desktop.ui.clients.clients_page import ClientsPage

            self._clients = ClientsPage(self._theme, self._charts)
            self._clients.open_requested.connect(self.show_client)
        return self._clients

    def show_client(self, client_id: str, tab: int | None = None) -> None:
        """Show one client's chart, on one of its tabs."""
        page = self._page_of(client_id)
        if tab is not None:
            page.show_tab(tab)
        self._window.show_page(page, rail="" if self._return_to is not None else CLIENTS)

    def choose_step(self, client_id: str, return_to: QWidget) -> None:
        """Show the hierarchy while a session runs; going back leads to its page again."""
        from coherence_desktop.ui.clients.client_tabs import HIERARCHY

        self._return_to = return_to
        self.show_client(client_id, HIERARCHY)

    def show_steps(self, client_id: str) -> None:
        """Show the hierarchy of a client."""
        from coherence_desktop.ui.clients.client_tabs import HIERARCHY

        self.show_client(client_id, HIERARCHY)

    def session_goes_on(self) -> None:
        """A step was chosen, or the session ended: nothing is to go back to."""
        self._return_to = None

    def finish(self) -> None:
        """Keep what is being written; the library is about to be closed."""
        if self._client is not None:
            self._client.finish()

    def _page_of(self, client_id: str) -> "ClientPage":
        if self._client is not None and self._client.client_id == client_id:
            return self._client
        from coherence_desktop.practice.readiness import load_readiness
        from coherence_desktop.practice.step_ideas import load_step_ideas
        from coherence_desktop.records.locations import own_content
        from coherence_desktop.ui.clients.client_page import ClientPage
        from coherence_desktop.ui.clients.importing import Importing

        self._drop_client()
        exercises, screening = load_readiness(own_content())
        page = ClientPage(
            self._theme,
            client_id,
            self._charts,
            self._library,
            exercises=exercises,
            screening=screening,
            ideas=load_step_ideas(extra=own_content("steps.toml")),
        )
        page.loaded.connect(lambda: self._note_opened(client_id))
        page.trial_requested.connect(self._try_step)
        page.session_requested.connect(self._practise)
        page.questionnaire_requested.connect(self._answer_questionnaire)
        page.review_requested.connect(self.review_requested)
        page.hand_over_requested.connect(self.hand_over_requested)
        page.take_requested.connect(self.take_requested)
        page.back_requested.connect(self._go_back)
        page.deletion_told.connect(lambda sentence: self._list().tell(sentence))
        Importing(page, self._library)
        self._client = page
        return page

    def _note_opened(self, client_id: str) -> None:
        from coherence_desktop.records.keeping.audit import Deed, audit_if_possible

        self._worker.run(
            lambda: audit_if_possible(self._library, Deed.CHART_OPENED, client_id),
            lambda _: None,
            lambda _: None,
        )

    def _try_step(self, client_id: str, step: "Step") -> None:
        if self._client is not None:
            self._client.finish()
        self.trial_requested.emit(client_id, step)

    def _practise(self, client_id: str) -> None:
        if self._client is not None:
            self._client.finish()
        self.practise_requested.emit(client_id)

    def _answer_questionnaire(self, client_id: str, questionnaire_id: str) -> None:
        from coherence_desktop.practice.questionnaires import load_questionnaires
        from coherence_desktop.records.locations import own_content
        from coherence_desktop.ui.home.questionnaire_page import QuestionnairePage

        known = load_questionnaires(extra=own_content("questionnaires")).by_id
        if self._client is None or questionnaire_id not in known:
            return
        page = QuestionnairePage(self._theme, self._client.desk, known[questionnaire_id])
        page.back_requested.connect(lambda: self.show_client(client_id))
        page.back_requested.connect(page.deleteLater)
        self._window.show_page(page, rail=CLIENTS)

    def _go_back(self) -> None:
        page, self._return_to = self._return_to, None
        if page is not None:
            self._window.show_page(page)
        else:
            self.show_clients()

    def _drop_client(self) -> None:
        page, self._client = self._client, None
        if page is not None:
            page.finish()
            page.deleteLater()


def today() -> date:
    """The day here."""
    from datetime import datetime

    return datetime.now().astimezone().date()
