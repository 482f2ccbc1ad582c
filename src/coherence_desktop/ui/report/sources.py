"""What a report is made from: logs, the chart, and writings that were asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.readiness import SignOff
from coherence_desktop.records.writings import Writing
from coherence_desktop.signal.breathing_movement import MovementBreathing
from coherence_desktop.ui.review.sources import SessionHead

_CODE_LETTERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSource:
    """One session; ``head.client`` is the name in the chart, which may be a code."""

    head: SessionHead
    events: Sequence[AnyEvent]
    client_id: str = ""
    sign_offs: Sequence[SignOff] = ()
    writings: Sequence[Writing] = ()
    """Those of this session; read only if they were asked for."""
    today: date | None = None
    """When the report is made."""
    movement: MovementBreathing | None = None
    """Breathing as the movement of the chest shows it, where that was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSource:
    """All sessions of a client."""

    client_id: str
    chart: Chart
    heads: Sequence[SessionHead]
    """In the order of time."""
    read: Callable[[str], Sequence[AnyEvent]]
    """Gives the log of a session by its id."""
    today: date
    writings: Sequence[Writing] = ()
    titles: Callable[[str], str] = str
    """Name of a questionnaire by its id."""
    bands: Callable[[str, float], str] = lambda _id, _total: ""
    """Range that a total lies in, by id of the questionnaire."""


def client_code(name: str, client_id: str) -> str:
    """Name a client without telling the name.

    A name with a digit in it is a code already. Otherwise the end of the client's id stands for
    it, which is random; without a client the code is empty.
    """
    name = " ".join(name.split())
    if any(letter.isdigit() for letter in name):
        return name
    return f"Client {client_id[-_CODE_LETTERS:]}" if client_id else ""


def shown_client(name: str, client_id: str, *, named: bool) -> str:
    """Name or code of a client, as it was asked for."""
    return " ".join(name.split()) if named and name.strip() else client_code(name, client_id)
