"""The list of sessions and the review of one, read from the library."""

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.places import REVIEW
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.words.dates import date_words
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from coherence_desktop.events import AnyEvent, TrialStarted
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.export_formats import ExportFormat
    from coherence_desktop.records.keeping.deleting import Deleted
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.summary import SessionSummary
    from coherence_desktop.ui.export.page import ExportPage
    from coherence_desktop.ui.export.source import ExportJob
    from coherence_desktop.ui.report.job import ReportJob
    from coherence_desktop.ui.report.page import ReportPage
    from coherence_desktop.ui.review.beside_page import BesidePage
    from coherence_desktop.ui.review.events_keeper import EventsKeeper
    from coherence_desktop.ui.review.page import ReviewPage
    from coherence_desktop.ui.review.session_entries import SessionEntry
    from coherence_desktop.ui.review.sessions_page import SessionsPage
    from coherence_desktop.ui.review.sources import ReviewSource

_PATIENCE_MS = 3000
"""How long closing the app waits for what was added to a session."""


class Reviewing(QObject):
    """Shows sessions and what happened in them.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    charts : Charts
    """

    trial_requested = Signal(str, object)
    """A client's id and the `Step` to do again."""
    steps_requested = Signal(str)
    """Show the hierarchy of the client with this id."""

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
        self._worker = Worker(self)
        self._sessions: SessionsPage | None = None
        self._review: ReviewPage | None = None
        self._keeper: EventsKeeper | None = None
        self._beside: BesidePage | None = None
        self._export_page: ExportPage | None = None
        self._report_page: ReportPage | None = None
        self._before_export: QWidget | None = None
        self._session = ""
        self._client = ""
        self._compared = ("", "")

    def show_sessions(self) -> None:
        """Show the list of sessions, read anew."""
        if self._sessions is None:
            from coherence_desktop.ui.review.facts_reader import FactsReader
            from coherence_desktop.ui.review.sessions_page import SessionsPage

            self._sessions = SessionsPage(self._theme)
            self._sessions.open_requested.connect(self.show_review)
            self._facts = FactsReader(self._log, self)
            self._sessions.compare_requested.connect(self._show_beside)
            self._sessions.facts_wanted.connect(self._facts.ask)
            self._sessions.delete_requested.connect(self._delete)
            self._facts.known.connect(self._sessions.set_facts)
            self._facts.failed.connect(self._sessions.set_unreadable)
        self._sessions.set_problem(None)
        self._worker.run(self._entries, self._sessions.set_sessions, self._failed)
        self._window.show_page(self._sessions, rail=REVIEW)

    def show_review(self, session_id: str) -> None:
        """Show what happened in a session."""
        from coherence_desktop.ui.review.page import ReviewPage

        if self._review is None:
            self._review = ReviewPage(self._theme)
            self._review.back_requested.connect(self.show_sessions)
            self._review.events_added.connect(self._keep)
            self._review.repeat_chosen.connect(self._repeat)
            self._review.next_chosen.connect(lambda _: self._choose_next())
            self._review.export_requested.connect(self._export)
            self._review.report_requested.connect(self._report)
        if session_id != self._session:
            self._note_opened(session_id)
        self._session, self._client = session_id, ""
        self._review.open(lambda: self._source(session_id))
        self._window.show_page(self._review, rail=REVIEW)

    def _delete(self, session_id: str) -> None:
        from coherence_desktop.records.keeping.deleting import delete_session

        self.finish()
        self._worker.run(
            lambda: delete_session(self._library, session_id), self._deleted, self._failed
        )

    def _deleted(self, done: "Deleted") -> None:
        if self._sessions is not None:
            self._sessions.stop_deleting()
            self._sessions.set_problem(f"The session is deleted. {done.advice}")
            self._worker.run(self._entries, self._sessions.set_sessions, self._failed)

    def finish(self) -> None:
        """Let what was added be written, and read no more; the library is about to be closed."""
        if self._review is not None:
            self._review.stop_reading()
        if self._beside is not None:
            self._beside.measuring.stop()
        if self._keeper is not None and self._keeper.busy:
            loop = QEventLoop()
            self._keeper.idle.connect(loop.quit)
            QTimer.singleShot(_PATIENCE_MS, loop.quit)
            loop.exec()

    def _show_beside(self, first: str, second: str) -> None:
        from coherence_desktop.ui.review.beside_page import BesidePage

        if self._beside is None:
            self._beside = BesidePage(self._theme)
            self._beside.back_requested.connect(self.show_sessions)
            self._beside.open_requested.connect(lambda at: self.show_review(self._compared[at]))
        self._compared = (first, second)
        self._note_opened(first, second)
        self._beside.open(lambda: (self._source(first), self._source(second)))
        self._window.show_page(self._beside, rail=REVIEW)

    def _note_opened(self, *sessions: str) -> None:
        from coherence_desktop.records.keeping.audit import Deed, audit_if_possible

        def note() -> None:
            for session in sessions:
                audit_if_possible(self._library, Deed.SESSION_OPENED, session)

        self._worker.run(note, lambda _: None, self._failed)

    def _names(self) -> dict[str, str]:
        return {head.id: head.name for head in self._charts.clients()}

    def _entries(self) -> "list[SessionEntry]":
        from coherence_desktop.ui.review.session_entries import SessionEntry

        names = self._names()
        return [
            SessionEntry.of(session, names.get(session.client, ""))
            for session in self._library.sessions()
        ]

    def _source(self, session_id: str) -> "ReviewSource":
        from coherence_desktop.practice.chart_view import Chart
        from coherence_desktop.records.problems import ClientGone, SessionNotFound
        from coherence_desktop.ui.review.sources import ReviewSource, SessionHead, SessionLog

        summaries = self._library.sessions()
        summary = next((one for one in summaries if one.id == session_id), None)
        if summary is None:
            raise SessionNotFound(session_id)
        same = sorted(
            (one for one in summaries if summary.client and one.client == summary.client),
            key=lambda one: one.started_utc,
        )
        chart = Chart()
        if summary.client:
            # A client deleted elsewhere leaves the session as it is.
            with contextlib.suppress(ClientGone):
                chart = Chart.of(self._charts.entries(summary.client))
                if session_id == self._session:
                    self._client = summary.client

        def head(one: "SessionSummary") -> SessionHead:
            number = same.index(one) + 1 if one in same else None
            return SessionHead.of(one, chart.name, number)

        return ReviewSource(
            head=head(summary),
            events=self._log(session_id),
            sign_offs=chart.sign_offs,
            rule=chart.progress_rule,
            others=lambda: [
                SessionLog(head(one), self._log(one.id)) for one in same if one.id != session_id
            ],
            ecg=lambda: self._library.ecg(session_id),
            movement=lambda: self._library.stream(session_id),
        )

    def _log(self, session_id: str) -> "list[AnyEvent]":
        return self._library.events(session_id, raw=False)

    def _keep(self, added: "tuple[AnyEvent, ...]") -> None:
        """Keep what was added to the session, in the order in which it was."""
        from coherence_desktop.ui.review.events_keeper import EventsKeeper

        if self._keeper is None:
            self._keeper = EventsKeeper(
                lambda session, events: self._library.annotate(session, *events), self
            )
            self._keeper.failed.connect(self._failed)
        self._keeper.add(self._session, added)

    def _repeat(self, trial: "TrialStarted") -> None:
        from coherence_desktop.chart import Step

        if self._client:
            step = Step(
                id=trial.step_id,
                title=trial.exercise_name,
                exercise_id=trial.exercise_id,
                duration_s=trial.planned_s.get("induce") or trial.planned_s.get("stay"),
            )
            self.trial_requested.emit(self._client, step)

    def _choose_next(self) -> None:
        if self._client:
            self.steps_requested.emit(self._client)

    def export_client(self, client_id: str) -> None:
        """Export everything of one client."""
        sessions = [one for one in self._library.sessions() if one.client == client_id]
        name = self._names().get(client_id, "")
        about = f"{name}, {len(sessions)} sessions" if name else f"{len(sessions)} sessions"
        self._show_export(about, sessions, name)

    def _export(self) -> None:
        session = self._library.session(self._session)
        name = self._names().get(session.client, "")
        about = ", ".join(filter(None, (name, session.title, date_words(session.started))))
        self._show_export(about, [session], name)

    def _show_export(self, about: str, sessions: "list[SessionSummary]", client: str) -> None:
        from coherence_desktop.ui.export.page import ExportPage
        from coherence_desktop.ui.export.source import ExportJob, readers

        if self._export_page is None:
            page = self._export_page = ExportPage(self._theme)
            page.back_requested.connect(self._leave_export)
            page.exported.connect(self._audit_export)
        page = self._export_page
        reads = readers(self._library, sessions, self._names())
        page.show_job(ExportJob(about, reads, client, [one.id for one in sessions]))
        self._before_export = self._window.page
        self._window.show_page(page, rail=REVIEW)

    def _report(self) -> None:
        from coherence_desktop.ui.report.job import report_job
        from coherence_desktop.ui.report.page import ReportPage

        if self._report_page is None:
            page = self._report_page = ReportPage(self._theme)
            page.back_requested.connect(lambda: self.show_review(self._session))
        self._worker.run(
            lambda: report_job(self._library, self._session), self._show_report, self._failed
        )

    def _show_report(self, job: "ReportJob") -> None:
        if self._report_page is not None:
            self._report_page.show_job(job)
            self._window.show_page(self._report_page, rail=REVIEW)

    def _leave_export(self) -> None:
        if self._before_export is not None:
            self._window.show_page(self._before_export, rail=REVIEW)

    def _audit_export(
        self, _paths: "list[Path]", formats: "list[ExportFormat]", job: "ExportJob"
    ) -> None:
        from coherence_desktop.records.keeping.audit import Deed, audit_if_possible

        for session_id in job.ids:
            about = f"{session_id} as {', '.join(formats)}"
            audit_if_possible(self._library, Deed.EXPORTED, about)

    def _failed(self, problem: Problem) -> None:
        if self._review is not None and self._window.page is self._review:
            self._review.set_problem(problem.message)
        elif self._sessions is not None:
            self._sessions.stop_deleting()
            self._sessions.set_problem(problem.message)
