"""What a review is made from: a session's log and what is known around it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from coherence_desktop.events import AnyEvent, TrialStarted
from coherence_desktop.practice.exposure.progress import Bounds
from coherence_desktop.practice.readiness import SignOff
from coherence_desktop.records.summary import SessionState, SessionSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHead:
    """What a session is called by."""

    id: str = ""
    title: str = ""
    client: str = ""
    number: int | None = None
    """The how many-th session of this client."""
    started: datetime | None = None
    state: SessionState = SessionState.COMPLETE
    whole_until: datetime | None = None

    @classmethod
    def of(cls, summary: SessionSummary, client: str = "", number: int | None = None) -> Self:
        """From the library's list; ``client`` is the name that is shown."""
        return cls(
            id=summary.id,
            title=summary.title,
            client=client,
            number=number,
            started=summary.started,
            state=summary.state,
            whole_until=summary.whole_until,
        )


@dataclass(frozen=True, slots=True, eq=False)
class SessionLog:
    """A session of the same client."""

    head: SessionHead
    events: Sequence[AnyEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSource:
    """Everything that a review needs; reading it may take long and is done in a worker."""

    head: SessionHead
    events: Sequence[AnyEvent]
    sign_offs: Sequence[SignOff] = ()
    """All of the client's chart."""
    rule: Bounds | None = None
    """When the next step is proposed; the usual rule by default."""
    others: Callable[[], Sequence[SessionLog]] | None = None
    """Reads the client's other sessions, in any order; called in a worker after the session is
    shown. This session among them is passed over."""
    ecg: Callable[[], Iterable[AnyEvent]] | None = None
    """Reads the session's ECG, chunk by chunk, in a worker and when it is asked for; without it,
    ``events`` hold all of it."""
    movement: Callable[[], Iterable[AnyEvent]] | None = None
    """Reads what holds the session's acceleration, likewise."""

    @property
    def last_started(self) -> TrialStarted | None:
        """Beginning of the session's last trial."""
        found = (event for event in reversed(self.events) if isinstance(event, TrialStarted))
        return next(found, None)
