"""Turns straps that were found, and those used before, into what the connect page shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from coherence_desktop.records.summary import SessionSummary
from coherence_desktop.sensors.bluetooth.scan import FoundStrap
from coherence_desktop.sensors.models import Known, Placement
from coherence_desktop.ui.connect.view import FoundStrapView
from coherence_desktop.ui.widgets.signal_bars import SignalStrength
from coherence_desktop.ui.words.dates import date_words

STRONG_DBM = -67
FAIR_DBM = -82
"""Below this a link holds badly."""
REACHABLE_S = 6.0
NO_RR = "Heart rate only, no coherence"


def last_uses(sessions: Sequence[SessionSummary]) -> dict[str, SessionSummary]:
    """Latest session of each strap, by address."""
    uses: dict[str, SessionSummary] = {}
    for session in sorted(sessions, key=lambda session: session.started):
        if session.device_address and session.source != "lsl":
            uses[session.device_address] = session
    return uses


def batteries(uses: Mapping[str, SessionSummary]) -> dict[str, int]:
    """Charge at the last use of each strap, where it was told."""
    return {
        address: session.battery_percent
        for address, session in uses.items()
        if session.battery_percent is not None
    }


def views(
    straps: Sequence[FoundStrap], uses: Mapping[str, SessionSummary], now: datetime
) -> list[FoundStrapView]:
    """What to show of each strap."""
    return [_view(strap, uses.get(strap.address), now) for strap in straps]


def strength(rssi_dbm: int | None) -> SignalStrength:
    """Signal strength in a word."""
    if rssi_dbm is None:
        return SignalStrength.UNKNOWN
    if rssi_dbm >= STRONG_DBM:
        return SignalStrength.STRONG
    return SignalStrength.FAIR if rssi_dbm >= FAIR_DBM else SignalStrength.WEAK


def _view(strap: FoundStrap, last: SessionSummary | None, now: datetime) -> FoundStrapView:
    reachable = strap.last_seen_s < REACHABLE_S
    detail = "Not used here before" if last is None else f"Yours, last used {_ago(last, now)}"
    if strap.model.sends.rr is Known.NO:
        detail = NO_RR
    if not reachable:
        detail = f"Last seen {strap.last_seen_s:.0f} s ago"
    return FoundStrapView(
        address=strap.address,
        name=strap.name,
        detail=detail,
        strength=strength(strap.rssi_dbm),
        battery_percent=strap.battery_percent,
        battery_when="battery" if last is None else "battery, last time",
        yours=last is not None,
        reachable=reachable,
        wearing_hint=strap.model.wearing,
        chest=strap.model.placement in (Placement.CHEST, Placement.UNKNOWN),
    )


def _ago(last: SessionSummary, now: datetime) -> str:
    days = (now.date() - last.started.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 14 else f"on {date_words(last.started)}"
