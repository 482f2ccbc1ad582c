"""Lists the straps in reach, live."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from coherence_desktop.sensors.bluetooth.failures import LinkProblem, explain, link_errors
from coherence_desktop.sensors.bluetooth.platform import reports_repeatedly
from coherence_desktop.sensors.bluetooth.radio import radio
from coherence_desktop.sensors.heart_rate_measurement import HEART_RATE_SERVICE
from coherence_desktop.sensors.models import StrapModel, full_uuid, match

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

UPDATE_S = 0.25
"""Least time from one list to the next."""
REFRESH_S = 1.0
"""Longest time from one list to the next, so that ages stay true."""
GONE_AFTER_S = 15.0
"""A strap not heard for this long has left."""
RENEW_S = 20.0
"""A scan that heard nothing at all for this long may be forgotten by the system."""
_NO_RSSI = -127
_BATTERY_SERVICE = full_uuid("180f")


class FoundStrap(NamedTuple):
    """A heart rate strap that was heard."""

    name: str
    """As advertised; the model's name where it advertises none."""
    address: str
    """Its Bluetooth address; on macOS an identifier that only this computer knows."""
    model: StrapModel
    rssi_dbm: int | None
    """Strength of its signal at this computer; ``None`` where the system does not tell."""
    battery_percent: int | None
    """Charge if it is known without connecting."""
    last_seen_s: float
    """Seconds since it was last heard."""
    heart_rate_service: bool
    """Whether it says that it sends heart rate; if not, its name says so."""


class _Heard(NamedTuple):
    strap: FoundStrap
    monotonic_s: float


async def scan(
    adapter: str | None = None, batteries: Mapping[str, int] | None = None
) -> AsyncGenerator[list[FoundStrap], None]:
    """List straps in reach, strongest first, again whenever something changed.

    Parameters
    ----------
    adapter : str, optional
        Adapter to listen with, e.g. ``hci0``; see `bluez.list_adapters`.
    batteries : mapping, optional
        Charge in percent, by address, that is remembered from earlier sessions.

    Yields
    ------
    list of FoundStrap
        The first one may be empty. It goes on until its consumer closes it, best with
        `contextlib.aclosing`.

    Raises
    ------
    LinkProblem
        If scanning is not possible, or no longer.
    """
    heard: dict[str, _Heard] = {}
    news = asyncio.Event()
    news.set()
    last_s = time.monotonic()

    def hear(device: "BLEDevice", advertisement: "AdvertisementData") -> None:
        nonlocal last_s
        last_s = time.monotonic()
        strap = recognise(device, advertisement, batteries or {})
        if strap is not None:
            heard[strap.address] = _Heard(strap, last_s)
            news.set()

    try:
        async with radio(adapter).heard_by(hear):
            while True:
                yield _listing(heard)
                await asyncio.sleep(UPDATE_S)
                await _wait(news, REFRESH_S - UPDATE_S)
                news.clear()
                if time.monotonic() - last_s > RENEW_S:
                    last_s = time.monotonic()
                    await radio(adapter).renew()
    except LinkProblem:
        raise
    except link_errors() as error:
        raise explain(error) from error


def recognise(
    device: "BLEDevice", advertisement: "AdvertisementData", batteries: Mapping[str, int]
) -> FoundStrap | None:
    """Give the strap that advertises, or ``None`` if it is some other device."""
    services = {uuid.lower() for uuid in advertisement.service_uuids}
    name = advertisement.local_name or device.name or ""
    model = match(name, services)
    has_service = HEART_RATE_SERVICE in services
    if not has_service and model.is_generic:
        return None
    told = advertisement.service_data.get(_BATTERY_SERVICE)
    return FoundStrap(
        name=name or model.name,
        address=device.address,
        model=model,
        rssi_dbm=None if advertisement.rssi <= _NO_RSSI else advertisement.rssi,
        battery_percent=(told[0] if told and told[0] <= 100 else batteries.get(device.address)),
        last_seen_s=0.0,
        heart_rate_service=has_service,
    )


def _listing(heard: dict[str, _Heard]) -> list[FoundStrap]:
    now = time.monotonic()
    if reports_repeatedly():
        for address in [
            address for address, one in heard.items() if now - one.monotonic_s > GONE_AFTER_S
        ]:
            del heard[address]
    straps = [one.strap._replace(last_seen_s=now - one.monotonic_s) for one in heard.values()]
    return sorted(straps, key=lambda strap: (-(strap.rssi_dbm or _NO_RSSI), strap.address))


async def _wait(event: asyncio.Event, at_most_s: float) -> None:
    try:
        async with asyncio.timeout(at_most_s):
            await event.wait()
    except TimeoutError:
        return
