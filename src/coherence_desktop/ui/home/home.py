"""The pages at home: today, progress, journal, questionnaires; made when they are asked for."""

from datetime import UTC
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.locations import own_content
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.home.clock import Now, here_now
from coherence_desktop.ui.places import HELP, JOURNAL, PLAN, PROGRESS, QUESTIONNAIRE, TODAY
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from coherence_desktop.chart import Contact
    from coherence_desktop.practice.questionnaires import Questionnaires
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.writings import Writings
    from coherence_desktop.ui.home.journal_page import JournalPage
    from coherence_desktop.ui.home.progress_page import ProgressPage
    from coherence_desktop.ui.home.questionnaire_page import QuestionnairePage
    from coherence_desktop.ui.home.steps_page import StepsPage
    from coherence_desktop.ui.home.today_page import TodayPage
    from coherence_desktop.ui.programme.writings_page import WritingsPage


class Home(QObject):
    """Shows the pages at home and says what they ask for.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    charts : Charts
    now : callable, optional
        The moment, on the person's own clock.
    """

    ready = Signal(str)
    """One's own chart is there, under this id; pages can be shown."""
    failed = Signal(str)
    """It could not be read or begun; a sentence."""
    practice_requested = Signal(str, str, float, bool)
    """Kind and id of a practice, minutes, and whether by sound alone."""
    without_strap_requested = Signal(str, str, float, bool)
    """The same, without a strap."""
    step_requested = Signal(object)
    """A `Step` of exposure that is released for home."""
    share_requested = Signal()
    """Put the sessions into a file for the clinician."""
    plan_requested = Signal()
    """Open a plan that the clinician wrote."""
    help_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        library: "Library",
        charts: "Charts",
        parent: QObject | None = None,
        *,
        now: Now = here_now,
    ) -> None:
        super().__init__(parent)
        self._theme, self._window = theme, window
        self._library, self._charts, self._now = library, charts, now
        self._worker = Worker(self)
        self._desk: Desk | None = None
        self._today: TodayPage | None = None
        self._progress: ProgressPage | None = None
        self._journal: JournalPage | None = None
        self._letters: WritingsPage | None = None
        self._questionnaire: QuestionnairePage | None = None
        self._steps: StepsPage | None = None
        self._session_page: QWidget | None = None

    @property
    def desk(self) -> Desk | None:
        """One's own chart, once it is there."""
        return self._desk

    @property
    def contacts(self) -> "tuple[Contact, ...]":
        """People to call."""
        return self._desk.chart.contacts if self._desk is not None else ()

    def open(self) -> None:
        """Find or begin one's own chart, in the background; `ready` or `failed` follows."""
        charts = self._charts
        self._worker.run(lambda: own_chart(charts), self._opened, self._not_opened)

    def show(self, key: str) -> None:
        """Show the page of an entry of the rail, or ``questionnaire:`` and an id."""
        if self._desk is None:
            return
        if key == TODAY:
            self.show_today()
        elif key == PROGRESS:
            self.show_progress()
        elif key == JOURNAL:
            self.show_journal(self._today.practised_today if self._today is not None else "")
        elif key == HELP:
            self.help_requested.emit()
        elif key == PLAN:
            self.plan_requested.emit()
        elif key.startswith(QUESTIONNAIRE):
            self.show_questionnaire(key.removeprefix(QUESTIONNAIRE))

    def show_today(self) -> None:
        """Show today's page."""
        from coherence_desktop.ui.home.today_page import TodayPage

        if self._desk is None:
            return
        if self._today is None:
            page = self._today = TodayPage(self._theme, self._desk, self._library, now=self._now)
            page.practice_requested.connect(self.practice_requested)
            page.without_strap_requested.connect(self.without_strap_requested)
            page.step_requested.connect(self.step_requested)
            page.open_requested.connect(self.show)
        self._window.show_page(self._today, rail=TODAY)

    def choose_step(self, return_to: "QWidget") -> None:
        """Show the steps that are released while a session runs; Back leads to its page again."""
        from coherence_desktop.practice.home.plan import released_steps, waiting_exercises
        from coherence_desktop.practice.readiness import load_readiness
        from coherence_desktop.ui.home.steps_page import StepsPage

        if self._desk is None:
            return
        if self._steps is None:
            self._steps = StepsPage(self._theme)
            self._steps.chosen.connect(self.step_requested)
            self._steps.back_requested.connect(self._leave_steps)
        self._session_page = return_to
        chart = self._desk.chart
        exercises, screening = load_readiness(own_content())
        locks = waiting_exercises(chart, exercises.exercises, screening)
        self._steps.show_steps(released_steps(chart, locks))
        self._window.show_page(self._steps)

    def _leave_steps(self) -> None:
        if self._session_page is not None:
            self._window.show_page(self._session_page)

    def show_progress(self) -> None:
        """Show twelve weeks."""
        from coherence_desktop.ui.home.progress_page import ProgressPage

        if self._desk is None:
            return
        if self._progress is None:
            asked = self._questionnaires().questionnaires
            page = ProgressPage(self._theme, self._desk, self._library, asked, now=self._now)
            page.open_requested.connect(self.show)
            page.share_requested.connect(self.share_requested)
            self._progress = page
        self._window.show_page(self._progress, rail=PROGRESS)

    def show_journal(self, practice_id: str = "") -> None:
        """Show the journal; an entry can be tied to a practice, as right after it."""
        from coherence_desktop.records.writings import Writings
        from coherence_desktop.ui.clients.plan_tab import offered_practices
        from coherence_desktop.ui.home.journal_page import JournalPage

        if self._desk is None:
            return
        if self._journal is None:
            names = {one.practice_id: one.name for one in offered_practices()}
            store = Writings(self._library, self._desk.client_id)
            self._journal = JournalPage(self._theme, store, names, now=self._now)
            self._journal.back_requested.connect(self.show_today)
            self._journal.letters_requested.connect(lambda: self._show_letters(store))
        if practice_id:
            self._journal.set_practice(practice_id)
        self._window.show_page(self._journal, rail=JOURNAL)

    def _show_letters(self, store: "Writings") -> None:
        from coherence_desktop.records.writings import WritingKind
        from coherence_desktop.ui.programme.writings_page import WritingsPage

        if self._letters is None:
            kinds = (WritingKind.LETTER, WritingKind.SENTENCE)
            self._letters = WritingsPage(self._theme, store, kinds)
            self._letters.back_requested.connect(self.show_journal)
        self._letters.reload()
        self._window.show_page(self._letters, rail=JOURNAL)

    def show_questionnaire(self, questionnaire_id: str) -> None:
        """Let a questionnaire be answered."""
        from coherence_desktop.ui.home.questionnaire_page import QuestionnairePage

        one = self._questionnaires().by_id.get(questionnaire_id)
        if self._desk is None or one is None:
            return
        before, self._questionnaire = self._questionnaire, None
        page = self._questionnaire = QuestionnairePage(self._theme, self._desk, one)
        page.back_requested.connect(self.show_progress)
        self._window.show_page(page, rail=PROGRESS)
        if before is not None:
            before.deleteLater()

    def finish(self) -> str:
        """Write what waits before the library is closed; gives a sentence if that fails."""
        told = (
            self._journal.finish() if self._journal is not None else "",
            self._desk.save_now() if self._desk is not None else "",
        )
        return " ".join(filter(None, told))

    def _questionnaires(self) -> "Questionnaires":
        from coherence_desktop.practice.questionnaires import load_questionnaires

        return load_questionnaires(extra=own_content("questionnaires"))

    def _opened(self, client_id: str) -> None:
        self._desk = Desk(self._charts, client_id, lambda: self._now().astimezone(UTC), self)
        self.ready.emit(client_id)

    def _not_opened(self, problem: Problem) -> None:
        self.failed.emit(problem.message)
