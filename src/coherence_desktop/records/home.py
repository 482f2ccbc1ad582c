"""The one chart of a library at home: one's own."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from coherence_desktop.chart import AnyEntry, Identified


class Head(Protocol):
    """What is asked of a chart in the list."""

    @property
    def id(self) -> str:
        """By which it is found."""
        ...

    @property
    def first_entry_utc(self) -> str:
        """When it was begun (ISO 8601)."""
        ...


class OwnCharts(Protocol):
    """What is asked of the charts; `records.charts.Charts` does it."""

    def clients(self) -> Sequence[Head]:
        """All charts."""
        ...

    def add(self, entries: Iterable[AnyEntry]) -> str:
        """Begin a chart; give its id."""
        ...


def own_chart(charts: OwnCharts, now: datetime | None = None) -> str:
    """Id of one's own chart, which is begun at first use.

    Where a library holds several, as after it was used in a clinic, the oldest one is one's own.

    Parameters
    ----------
    charts : Charts
    now : datetime, optional
        The moment, for a chart that is begun.

    Raises
    ------
    LibraryProblem
        If the library cannot be read or written.
    """
    heads = charts.clients()
    if heads:
        return min(heads, key=lambda head: (head.first_entry_utc, head.id)).id
    moment = now or datetime.now(UTC)
    return charts.add([Identified(moment.astimezone(UTC).isoformat(), name="")])
