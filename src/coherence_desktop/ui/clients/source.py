"""What the pages of clients need from whoever keeps charts and sessions."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from coherence_desktop.chart import AnyEntry
from coherence_desktop.records.summary import SessionSummary


class ClientHead(Protocol):
    """What a list shows of a client."""

    @property
    def id(self) -> str:
        """By which the chart is found."""
        ...

    @property
    def name(self) -> str:
        """Name or code."""
        ...

    @property
    def archived(self) -> bool:
        """Whether the client is no longer seen."""
        ...

    @property
    def sessions(self) -> int:
        """How many there were."""
        ...

    @property
    def last_session_utc(self) -> str:
        """When the last one began (ISO 8601), or empty."""
        ...

    @property
    def readable(self) -> bool:
        """Whether this version can read the whole chart."""
        ...


class ChartStore(Protocol):
    """Keeps charts; `records.charts.Charts` is one. Its methods may take long."""

    def clients(self) -> Sequence[ClientHead]:
        """All clients, archived ones too."""
        ...

    def add(self, entries: Iterable[AnyEntry]) -> str:
        """Begin a chart; give its id."""
        ...

    def entries(self, client_id: str) -> list[AnyEntry]:
        """Read a whole chart."""
        ...

    def append(self, client_id: str, *entries: AnyEntry) -> None:
        """Add to a chart."""
        ...

    def delete(self, client_id: str, *, with_sessions: bool = False) -> str:
        """Delete a chart for good; gives what a person should know of it still, or nothing."""
        ...


class SessionSource(Protocol):
    """Knows all sessions; `records.library.Library` is one."""

    def sessions(self) -> Sequence[SessionSummary]:
        """All sessions, the newest first; ``client`` of each is the id of a chart."""
        ...
