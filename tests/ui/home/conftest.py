"""A home: one's own chart and sessions kept in memory, with real heart rates."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from coherence_desktop.chart import (
    AnyEntry,
    Contact,
    Identified,
    PlanAgreed,
    PlannedPractice,
    ResonanceChosen,
    Step,
)
from coherence_desktop.events import AnyEvent, Beat, Ended, PracticeStarted, Started
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.records.writings import Writing, WritingKind
from coherence_desktop.ui.clients.desk import Desk

HERE = timezone(timedelta(hours=2))
FRIDAY = datetime(2026, 5, 22, 19, 30, tzinfo=HERE)
ME = "me"


class Shelf:
    """Charts and sessions in memory."""

    def __init__(self, entries: Iterable[AnyEntry]) -> None:
        self.kept: list[AnyEntry] = list(entries)
        self.held: list[SessionSummary] = []
        self.logs: dict[str, list[AnyEvent]] = {}
        self.read: list[str] = []

    def clients(self) -> list[object]:
        return []

    def add(self, entries: Iterable[AnyEntry]) -> str:
        self.kept = list(entries)
        return ME

    def entries(self, client_id: str) -> list[AnyEntry]:
        return list(self.kept)

    def append(self, client_id: str, *entries: AnyEntry) -> None:
        self.kept += entries

    def delete(self, client_id: str, *, with_sessions: bool = False) -> None:
        self.kept.clear()

    def sessions(self) -> list[SessionSummary]:
        return sorted(self.held, key=lambda one: one.started_utc, reverse=True)

    def events(self, session_id: str, *, raw: bool = True) -> list[AnyEvent]:
        self.read.append(session_id)
        return self.logs[session_id]

    def practise(
        self,
        at: datetime,
        *,
        minutes: float = 10.0,
        kind: str = "breathing",
        practice_id: str = "resonance",
        source: str = "strap",
        events: Iterable[AnyEvent] = (),
    ) -> str:
        """Put a session on the shelf whose heart rate follows six breaths a minute."""
        session_id = f"s{len(self.held) + 1}"
        utc = at.astimezone(UTC).isoformat()
        log: list[AnyEvent] = [
            Started(0.0, started_utc=utc, timezone="", utc_offset_s=7200, app_version="0"),
            PracticeStarted(0.0, kind=kind, practice_id=practice_id),
        ]
        t = 0.0
        while source == "strap" and t < 60 * minutes:
            rr_ms = 850.0 + 70.0 * np.sin(2 * np.pi * t / 10.0) + 12.0 * np.sin(t / 3.0)
            t += rr_ms / 1000.0
            log.append(Beat(t, float(rr_ms), t + 0.2))
        log += [*events, Ended(60 * minutes)]
        self.logs[session_id] = log
        summary = SessionSummary(
            id=session_id,
            title="",
            client=ME,
            source=source,
            state=SessionState.COMPLETE,
            started_utc=utc,
            timezone="",
            utc_offset_s=7200,
            ended_utc=None,
            duration_s=60 * minutes,
            beats=sum(isinstance(event, Beat) for event in log),
            events=len(log),
            device_name="Polar H10" if source == "strap" else "",
            device_address="",
            device_model="",
            device_firmware="",
            battery_percent=80 if source == "strap" else None,
            app_version="0",
            vocabulary=1,
        )
        self.held.append(summary)
        return session_id


class Words:
    """A journal in memory."""

    def __init__(self, *, full: bool = True) -> None:
        self.kept: list[Writing] = []
        if full:
            said = (
                ("helped", "resonance", "The long breath out on the train."),
                ("hard", "", "Woke at four with a racing heart. It was loud, and it passed."),
                ("shifted", "resonance", "It was my heart working, not my heart failing."),
            )
            for day, (question, practice_id, text) in zip((12, 19, 21), said, strict=True):
                at_utc = f"2026-05-{day}T18:00:00+00:00"
                kind = WritingKind.JOURNAL
                one = Writing(
                    id=f"w{day}",
                    at_utc=at_utc,
                    kind=kind,
                    text=text,
                    practice_id=practice_id,
                    question=question,
                )
                self.kept.insert(0, one)

    def all(self) -> list[Writing]:
        return list(self.kept)

    def keep(self, writing: Writing) -> None:
        self.kept.insert(0, writing)

    def delete(self, writing_id: str) -> None:
        self.kept = [one for one in self.kept if one.id != writing_id]


STEP = Step(id="s1", title="Running in place", exercise_id="running_in_place", duration_s=30.0)
PLAN = PlanAgreed(
    "2026-04-01T08:00:00+00:00",
    day="2026-04-01",
    practices=(
        PlannedPractice(
            kind="breathing",
            practice_id="resonance",
            name="Breathing at your rhythm",
            minutes=10,
            days=(2, 4, 5),
        ),
    ),
    steps=(STEP,),
    contacts=(Contact(name="The practice", phone="555 0100"),),
)


@pytest.fixture
def now() -> Callable[[], datetime]:
    """Friday evening."""
    return lambda: FRIDAY


@pytest.fixture
def shelf() -> Shelf:
    """A plan, a pace that was found, and practice on eleven days of four weeks."""
    shelf = Shelf(
        [
            Identified("2026-04-01T08:00:00+00:00", name=""),
            ResonanceChosen("2026-04-02T08:00:00+00:00", rate_per_min=6.2),
            PLAN,
        ]
    )
    for month, day in (
        (4, 28), (4, 30), (5, 1), (5, 5), (5, 6), (5, 9), (5, 12), (5, 13), (5, 15), (5, 19),
        (5, 21),
    ):  # fmt: skip
        shelf.practise(datetime(2026, month, day, 19, 0, tzinfo=HERE))
    return shelf


@pytest.fixture
def empty_shelf() -> Shelf:
    """The first evening: nothing yet."""
    return Shelf([Identified("2026-05-22T08:00:00+00:00", name="")])


@pytest.fixture
def words() -> Words:
    """Three entries of a journal."""
    return Words()


@pytest.fixture
def desk_of(qapp, now) -> Callable[[Shelf], Desk]:
    """The open chart of a shelf."""
    return lambda shelf: Desk(shelf, ME, lambda: now().astimezone(UTC))


@pytest.fixture
def today_is() -> date:
    return FRIDAY.date()
