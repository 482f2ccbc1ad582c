"""A plan from the clinic to the patient: written as one file, opened at home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace as changed

from coherence_desktop.chart import (
    AnyEntry,
    CeilingSet,
    EmergencyContactsSet,
    HandedOver,
    PlanAgreed,
    Received,
    ResonanceChosen,
    TrialDefaultsSet,
)
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.export_files import write_file
from coherence_desktop.records.handover.envelope import (
    Envelope,
    Payload,
    entries_of,
    moment,
    pack,
    sent_entries,
    unpack,
)
from coherence_desktop.records.handover.link import (
    identities_of,
    identity_of,
    newer_opened,
    opened_before,
    received,
    utc_text,
)
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.handover.sealing import (
    ByKey,
    ByPassphrase,
    Protection,
    file_for,
    read_sealed,
    recipient_of,
    seal,
    unseal,
)
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
from coherence_desktop.records.library import Library

GOES_ALONG = (CeilingSet, EmergencyContactsSet, ResonanceChosen, TrialDefaultsSet, PlanAgreed)
"""Kinds of entries that a plan may bring; nothing else of a chart ever leaves with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan that was written."""

    path: Path
    plan: PlanAgreed
    expires_utc: str | None
    protection: Protection


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPlan:
    """A plan that was opened and is kept."""

    chart_id: str
    plan: PlanAgreed
    made_utc: str
    added: int
    """Entries that are new; 0 for a file that was opened before."""


def plan_entries(
    entries: Sequence[AnyEntry], plan: PlanAgreed, ceiling_bpm: float | None = None
) -> list[AnyEntry]:
    """Give what the patient needs of a chart, the plan last.

    Parameters
    ----------
    entries : sequence of AnyEntry
        The client's chart.
    plan : PlanAgreed
        Whole in itself, as `practice.home.plan.plan_to_hand_over` gives it.
    ceiling_bpm : float, optional
        Heart rate above which the app speaks up in a trial, where one is agreed or follows from
        the age, which stays here.
    """
    found: dict[type, AnyEntry] = {}
    for entry in entries:
        if isinstance(entry, ResonanceChosen):
            found[ResonanceChosen] = changed(entry, session_id="")
        elif isinstance(entry, EmergencyContactsSet | TrialDefaultsSet):
            found[type(entry)] = entry
    if ceiling_bpm is not None:
        found[CeilingSet] = CeilingSet(plan.at_utc, bpm=ceiling_bpm)
    return [*found.values(), plan]


def hand_plan_over(
    library: Library,
    client_id: str,
    plan: PlanAgreed,
    path: Path,
    protection: ByPassphrase | ByKey,
    *,
    ceiling_bpm: float | None = None,
    valid_for: timedelta | None = None,
    replace: bool = False,
    now: datetime | None = None,
) -> PlanFile:
    """Write a plan as one encrypted file.

    Parameters
    ----------
    library : Library
        Of the clinic, open.
    client_id : str
    plan : PlanAgreed
    path : Path
        The file, or a folder for one whose name tells the day and nothing else.
    protection : ByPassphrase or ByKey
    ceiling_bpm : float, optional
        See `plan_entries`.
    valid_for : timedelta, optional
        How long it can be opened; without it, at any time.
    replace : bool
        Whether a file of that name may be replaced.
    now : datetime, optional
        The moment, aware.

    Raises
    ------
    HandoverProblem, ExportExists, ExportFailed
        If it is not written.
    ClientGone, LibraryProblem
        If the chart cannot be read or written.
    """
    now = now or datetime.now(UTC)
    path = file_for(path, "plan", now, replace=replace)
    charts = Charts(library)
    chart = charts.entries(client_id)
    entries = plan_entries(chart, plan, ceiling_bpm)
    identity = identity_of(charts, client_id, chart, now)
    expires = None if valid_for is None else utc_text(now + valid_for)
    envelope = Envelope(
        kind="plan",
        made_utc=utc_text(now),
        expires_utc=expires,
        code=client_id,
        key=recipient_of(identity),
        payload=Payload(entries=sent_entries(entries)),
    )
    write_file(path, seal(pack(envelope), protection, path), replace=replace)
    charts.append(client_id, HandedOver(utc_text(now), kind="plan"))
    audit_if_possible(library, Deed.HANDED_OVER, f"plan of {client_id}")
    return PlanFile(
        path=path,
        plan=plan,
        expires_utc=expires,
        protection=protection.kind,
    )


def open_plan(
    library: Library,
    path: Path,
    *,
    passphrase: str | None = None,
    new_clinician: bool = False,
    now: datetime | None = None,
) -> OpenedPlan:
    """Open a plan and keep what is in it: all of it or, if this raises, nothing.

    Parameters
    ----------
    library : Library
        Of the person at home, open.
    path : Path
    passphrase : str, optional
        Not needed for a file that was written for the key of this library.
    new_clinician : bool
        Whether a plan of another code than the last one is taken: somebody else sees the patient.
    now : datetime, optional
        The moment, aware.

    Raises
    ------
    HandoverProblem
        If it cannot be opened, is too old, or for somebody else.
    LibraryProblem
        If the library cannot be read or written.
    """
    now = now or datetime.now(UTC)
    path = Path(path)
    sealed = read_sealed(path)
    charts = Charts(library)
    heads = charts.clients()
    chart_id = own_chart(charts, now) if heads else ""
    chart = charts.entries(chart_id) if chart_id else []
    identities = [key for head in heads for key in identities_of(charts.entries(head.id))]
    plain = unseal(sealed, path, passphrase=passphrase, identities=identities)
    envelope = unpack(plain, path, "plan", now)
    entries = entries_of(envelope, path, GOES_ALONG)
    plans = [entry for entry in entries if isinstance(entry, PlanAgreed)]
    if len(plans) != 1 or not envelope.code:
        raise HandoverProblem(path, Why.DAMAGED)
    opened = OpenedPlan(chart_id=chart_id, plan=plans[0], made_utc=envelope.made_utc, added=0)
    if opened_before(chart, envelope.code, envelope.made_utc):
        return opened
    last = received(chart, "plan")
    stranger = last is not None and last.code != envelope.code and not new_clinician
    if stranger or any(head.id == envelope.code for head in heads):
        raise HandoverProblem(path, Why.OTHER_PERSON)
    if newer_opened(chart, envelope.code, moment(envelope.made_utc)):
        raise HandoverProblem(path, Why.OLDER)
    new = [entry for entry in entries if isinstance(entry, PlanAgreed) or _is_news(entry, chart)]
    came = Received(
        utc_text(now),
        kind="plan",
        made_utc=envelope.made_utc,
        code=envelope.code,
        key=envelope.key,
    )
    chart_id = chart_id or own_chart(charts, now)
    charts.append(chart_id, *new, came)
    audit_if_possible(library, Deed.TAKEN_IN, f"plan for {chart_id}")
    return OpenedPlan(chart_id=chart_id, plan=plans[0], made_utc=envelope.made_utc, added=len(new))


def _is_news(entry: AnyEntry, chart: Sequence[AnyEntry]) -> bool:
    """Tell whether an entry is later than the one of its kind that is here."""
    here = [known for known in chart if type(known) is type(entry)]
    return not here or moment(here[-1].at_utc) < moment(entry.at_utc)
