"""What the page of a report is handed: a session, and what makes its report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from coherence_desktop.events import AnyEvent, Note, amended
from coherence_desktop.ui.report.choices import Choices
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import clock

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library


class Make(Protocol):
    """Makes a report; see `making.make_report`."""

    def __call__(
        self,
        files: Sequence[Path],
        choices: Choices,
        *,
        course: bool,
        replace: bool,
        progress: Callable[[float], None],
    ) -> list[Path]:
        """Write the files; called in a thread."""
        ...


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """A private note that may be chosen; ``place`` is that among the notes of the log."""

    place: int
    time: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportJob:
    """What a report is to be made of."""

    about: str
    """What it is, in words."""
    session_id: str
    make: Make
    notes: tuple[PrivateNote, ...] = ()
    client: str = ""
    """The client's id; empty if the session belongs to none, so that there is no course."""


def private_notes(events: Sequence[AnyEvent]) -> tuple[PrivateNote, ...]:
    """Private notes of a log."""
    notes = [event for event in amended(events) if isinstance(event, Note)]
    return tuple(
        PrivateNote(place, clock(note.t), note.text.strip())
        for place, note in enumerate(notes)
        if note.private and note.text.strip()
    )


def report_job(library: "Library", session_id: str, about: str = "") -> ReportJob:
    """Read what the page needs to know of a session; for a worker thread.

    Raises
    ------
    SessionNotFound, LibraryProblem
        If there is no session with this id, or its log cannot be read.
    """
    summary = library.session(session_id)
    events = library.events(summary.id, raw=False)

    def make(
        files: Sequence[Path],
        choices: Choices,
        *,
        course: bool,
        replace: bool,
        progress: Callable[[float], None],
    ) -> list[Path]:
        from coherence_desktop.ui.report.making import make_report

        return make_report(
            library,
            summary.id,
            files,
            choices,
            course=course,
            replace=replace,
            progress=progress,
        )

    return ReportJob(
        about=about
        or f"Session of {short_date(summary.started, year=True)}, {summary.started:%H:%M}",
        session_id=summary.id,
        make=make,
        notes=private_notes(events),
        client=summary.client,
    )
