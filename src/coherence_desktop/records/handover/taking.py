"""Sessions that came back, into the client's chart: all of them or nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coherence_desktop.chart import AnyEntry, Received, encode_entries
from coherence_desktop.records.charts import Charts, ClientHead, insert_entries, read_entries
from coherence_desktop.records.cipher import Connection, FileIdentity
from coherence_desktop.records.handover.envelope import (
    Envelope,
    entries_of,
    sessions_of,
    unpack,
)
from coherence_desktop.records.handover.link import identities_of, utc_text
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.handover.sealing import read_sealed, unseal
from coherence_desktop.records.handover.sessions import GOES_BACK
from coherence_desktop.records.keeping.audit import Deed, note
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import ChartUnreadable
from coherence_desktop.records.session_adding import Arriving, Outcome, insert_sessions
from coherence_desktop.records.storage import problems_of
from coherence_desktop.records.writings import is_kept, put_writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came back."""

    client: str
    """Id of the client whose it is."""
    sessions: tuple[str, ...]
    """Ids of those that are new."""
    extended: tuple[str, ...]
    """Ids of those that were here, to which something was added."""
    known: int
    """Sessions that were here already."""
    entries: int
    """New goals, ratings, milestones, questionnaires and check-ins."""
    writings: int
    """New or changed texts."""


def take_sessions(
    library: Library,
    path: Path,
    *,
    client: str = "",
    passphrase: str | None = None,
    now: datetime | None = None,
) -> Taken:
    """Take sessions that a patient brought: all of them or, if this raises, nothing.

    What is here already is not added twice.

    Parameters
    ----------
    library : Library
        Of the clinic, open.
    path : Path
    client : str
        Id of the client whose they are; only needed if no plan was ever handed over.
    passphrase : str, optional
        Not needed for a file that was written for the key of this library.
    now : datetime, optional
        The moment, aware.

    Raises
    ------
    HandoverProblem
        If it cannot be opened, or is another client's.
    SessionDiffers, ClientGone, LibraryProblem
        If it cannot be kept.
    """
    now = now or datetime.now(UTC)
    path = Path(path)
    sealed = read_sealed(path)
    charts = Charts(library)
    heads = charts.clients()
    identities = _identities(charts, heads)
    plain = unseal(sealed, path, passphrase=passphrase, identities=identities)
    envelope = unpack(plain, path, "sessions", now)
    entries = entries_of(envelope, path, GOES_BACK)
    sessions = sessions_of(envelope, path)
    whose = _whose(envelope, path, client, {head.id for head in heads})
    came = Received(utc_text(now), kind="sessions", made_utc=envelope.made_utc, key=envelope.key)
    FileIdentity(library.path).check()
    with problems_of(library.path), library.connections.transaction() as connection:
        note(connection, Deed.TAKEN_IN, f"{len(sessions)} sessions of {whose}")
        return _keep(connection, library, whose, sessions, entries, envelope, came)


def _keep(
    connection: Connection,
    library: Library,
    client: str,
    sessions: list[Arriving],
    entries: list[AnyEntry],
    envelope: Envelope,
    came: Received,
) -> Taken:
    outcomes = insert_sessions(connection, library, sessions, client)
    chart = read_entries(connection, library.path, client)
    here = {encode_entries([entry]) for entry in chart}
    new = []
    for entry in entries:
        raw = encode_entries([entry])
        if raw not in here:
            here.add(raw)
            new.append(entry)
    texts = [t for t in envelope.payload.writings if not is_kept(connection, client, t)]
    for text in texts:
        put_writing(connection, client, text)
    known_file = any(
        isinstance(entry, Received) and entry.made_utc == came.made_utc for entry in chart
    )
    received: list[AnyEntry] = [] if known_file else [came]
    if new or received:
        insert_entries(connection, client, encode_entries([*new, *received]))
    found = list(zip(sessions, outcomes, strict=True))
    by_outcome = {
        outcome: tuple(session.id for session, became in found if became is outcome)
        for outcome in Outcome
    }
    return Taken(
        client=client,
        sessions=by_outcome[Outcome.ADDED],
        extended=by_outcome[Outcome.EXTENDED],
        known=len(by_outcome[Outcome.KNOWN]),
        entries=len(new),
        writings=len(texts),
    )


def _identities(charts: Charts, heads: list[ClientHead]) -> list[str]:
    found: list[str] = []
    for head in heads:
        try:
            found += identities_of(charts.entries(head.id))
        except ChartUnreadable:  # a newer version's; the file may be another client's
            continue
    return found


def _whose(envelope: Envelope, path: Path, client: str, here: set[str]) -> str:
    if not envelope.code:
        if not client:
            raise HandoverProblem(path, Why.NOBODY)
        return client
    if envelope.code not in here or (client and client != envelope.code):
        raise HandoverProblem(path, Why.OTHER_PERSON)
    return envelope.code
