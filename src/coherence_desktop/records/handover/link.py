"""What a chart knows of the other side: keys, whose plan it is, what was sent."""

from collections.abc import Sequence
from datetime import UTC, datetime

from coherence_desktop.chart import AnyEntry, HandedOver, HandoverKeyMade, Received
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.handover.envelope import Kind, moment
from coherence_desktop.records.handover.sealing import new_identity


def identities_of(entries: Sequence[AnyEntry]) -> list[str]:
    """Keys that open what is written for this chart, the newest first."""
    made = [entry.identity for entry in entries if isinstance(entry, HandoverKeyMade)]
    return made[::-1]


def identity_of(charts: Charts, chart_id: str, entries: Sequence[AnyEntry], now: datetime) -> str:
    """Key that opens what is written for this chart; made, and kept, at first use.

    Raises
    ------
    LibraryProblem, ClientGone
        If it cannot be kept.
    """
    known = identities_of(entries)
    if known:
        return known[0]
    made = HandoverKeyMade(utc_text(now), identity=new_identity())
    charts.append(chart_id, made)
    return made.identity


def received(entries: Sequence[AnyEntry], kind: Kind) -> Received | None:
    """What was opened last of a kind."""
    all_of_kind = (e for e in reversed(entries) if isinstance(e, Received) and e.kind == kind)
    return next(all_of_kind, None)


def opened_before(entries: Sequence[AnyEntry], code: str, made_utc: str) -> bool:
    """Tell whether a plan was opened here before."""
    return any(
        isinstance(entry, Received) and (entry.code, entry.made_utc) == (code, made_utc)
        for entry in entries
    )


def newer_opened(entries: Sequence[AnyEntry], code: str, made: datetime) -> bool:
    """Tell whether a later plan of the same code was opened here."""
    plans = (e for e in entries if isinstance(e, Received) and (e.kind, e.code) == ("plan", code))
    return any(moment(plan.made_utc) > made for plan in plans)


def handed_sessions(entries: Sequence[AnyEntry]) -> set[str]:
    """Ids of the sessions that were written for the other side."""
    return {
        session
        for e in entries
        if isinstance(e, HandedOver) and e.kind == "sessions"
        for session in e.sessions
    }


def last_handed(entries: Sequence[AnyEntry], kind: Kind) -> str:
    """When something was written for the other side last (ISO 8601); empty for never."""
    handed = (e for e in reversed(entries) if isinstance(e, HandedOver) and e.kind == kind)
    return next((e.at_utc for e in handed), "")


def answer_key(entries: Sequence[AnyEntry]) -> str:
    """Key of the other side, by which no passphrase is needed; empty if it is not known."""
    return next((e.key for e in reversed(entries) if isinstance(e, Received) and e.key), "")


def utc_text(now: datetime) -> str:
    """Write a moment in UTC (ISO 8601), exactly."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")
