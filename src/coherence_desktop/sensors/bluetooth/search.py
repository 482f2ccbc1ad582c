"""Finds one strap, by name or address, and the same one ever after."""

import asyncio
from typing import TYPE_CHECKING

from coherence_desktop.sensors.bluetooth.failures import LinkProblem, LinkReason
from coherence_desktop.sensors.bluetooth.platform import (
    adapter_arguments,
    is_device_identifier,
    same_device,
)
from coherence_desktop.sensors.bluetooth.radio import radio
from coherence_desktop.sensors.heart_rate_measurement import HEART_RATE_SERVICE

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData


class Wanted:
    """The strap that is looked for.

    Parameters
    ----------
    name_or_address : str
        An address, a name, or the words a name begins with (``Polar H10``). Once a strap was
        found by name, only that one is meant.
    """

    def __init__(self, name_or_address: str) -> None:
        text = name_or_address.strip()
        self._address = text if is_device_identifier(text) else None
        self._name = text.casefold()

    def keep_to(self, address: str) -> None:
        """From now on mean this strap only, even if another of that name is nearer."""
        self._address = address

    def is_meant(self, address: str, name: str | None) -> bool:
        """Whether a device is the one."""
        if self._address is not None:
            return same_device(address, self._address)
        name = (name or "").casefold()
        if not name.startswith(self._name) or not self._name:
            return False
        rest = name[len(self._name) :]
        return not rest[:1].isalnum()


async def find(wanted: Wanted, adapter: str | None, within_s: float) -> "BLEDevice":
    """Listen until the strap advertises.

    Raises
    ------
    LinkProblem
        If it was not heard in time.
    Exception
        One of `failures.link_errors`, if scanning is not possible.
    """
    found: asyncio.Future[BLEDevice] = asyncio.get_running_loop().create_future()

    def hear(device: "BLEDevice", advertisement: "AdvertisementData") -> None:
        name = advertisement.local_name or device.name
        if not found.done() and wanted.is_meant(device.address, name):
            found.set_result(device)

    async with radio(adapter).heard_by(hear):
        try:
            async with asyncio.timeout(within_s):
                return await found
        except TimeoutError:
            raise LinkProblem(LinkReason.NOT_FOUND) from None


async def find_connected(wanted: Wanted, adapter: str | None) -> "BLEDevice | None":
    """Give the strap if the system is connected to it already.

    Then it does not advertise: BlueZ keeps the link of a program that was killed.

    Raises
    ------
    Exception
        One of `failures.link_errors`, if Bluetooth is not available.
    """
    from bleak import BleakAdapter

    system = await BleakAdapter.get(**adapter_arguments(adapter))
    for device in await system.get_connected_devices([HEART_RATE_SERVICE]):
        if wanted.is_meant(device.address, device.name):
            return device
    return None
