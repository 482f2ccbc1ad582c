"""One connection to a strap, from connecting to the end of the link."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING

from coherence_desktop.events import Device
from coherence_desktop.sensors.bluetooth.failures import (
    LinkProblem,
    LinkReason,
    explain,
    link_errors,
)
from coherence_desktop.sensors.bluetooth.platform import adapter_arguments
from coherence_desktop.sensors.heart_rate_measurement import (
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
)
from coherence_desktop.sensors.models import full_uuid, match

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.device import BLEDevice

CONNECT_S = 10.0
DISCONNECT_S = 3.0
READ_S = 3.0
BATTERY_LEVEL = full_uuid("2a19")
_FACTS = {
    "manufacturer": full_uuid("2a29"),
    "firmware": full_uuid("2a26"),
    "hardware": full_uuid("2a27"),
    "serial": full_uuid("2a25"),
}
_LINK_IS_GONE = frozenset({LinkReason.SERVICE_DOWN, LinkReason.DROPPED})


class Connection:
    """A connected strap; made by `connected`."""

    def __init__(self, client: "BleakClient", device: "BLEDevice", lost: asyncio.Event) -> None:
        self._client = client
        self._device = device
        self._open = True
        self.lost = lost
        """Set once the system says that the link is gone. It does not always say so."""

    async def hear_heart_rate(self, heard: Callable[[bytes], None]) -> None:
        """Have every heart rate packet handed on until the connection closes.

        Raises
        ------
        LinkProblem
            If the device has no heart rate to send.
        """
        if self._client.services.get_service(HEART_RATE_SERVICE) is None:
            raise LinkProblem(LinkReason.NO_HEART_RATE, self._device.address)
        await self.listen(HEART_RATE_MEASUREMENT, heard)

    async def hear_battery(self, heard: Callable[[int], None]) -> None:
        """Have the charge in percent handed on now, and whenever the strap tells it."""

        def told(raw: bytes) -> None:
            if len(raw) == 1 and raw[0] <= 100:
                heard(raw[0])

        told(await self.read(BATTERY_LEVEL))
        characteristic = self._client.services.get_characteristic(BATTERY_LEVEL)
        if characteristic is not None and "notify" in characteristic.properties:
            with self._optional():
                await self.listen(BATTERY_LEVEL, told)

    async def read_battery(self) -> int | None:
        """Charge in percent, or ``None`` where the strap does not tell."""
        raw = await self.read(BATTERY_LEVEL)
        return raw[0] if len(raw) == 1 and raw[0] <= 100 else None

    async def identify(self, t: float) -> Device:
        """Who the strap says it is; facts that it does not tell are empty."""
        name = self._device.name or ""
        services = [service.uuid for service in self._client.services]
        facts = {
            fact: (await self.read(uuid)).decode("utf-8", "replace").strip("\0 ")
            for fact, uuid in _FACTS.items()
        }
        model = match(name, services).id
        return Device(t, name=name, address=self._device.address, model=model, **facts)

    def offers(self, service: str) -> bool:
        """Whether the strap has a service."""
        return self._client.services.get_service(service) is not None

    async def listen(self, uuid: str, heard: Callable[[bytes], None]) -> None:
        """Have every value of a characteristic handed on until the connection closes."""

        def hear(_: "BleakGATTCharacteristic", raw: bytearray) -> None:
            if self._open:
                heard(bytes(raw))

        await self._client.start_notify(uuid, hear)

    async def write(self, uuid: str, raw: bytes) -> None:
        """Write a characteristic, and wait until the strap has it."""
        await self._client.write_gatt_char(uuid, raw, response=True)

    async def read(self, uuid: str) -> bytes:
        """Read a characteristic; empty where there is none or the strap keeps it to itself."""
        characteristic = self._client.services.get_characteristic(uuid)
        if characteristic is not None and "read" in characteristic.properties:
            with self._optional():
                async with asyncio.timeout(READ_S):
                    return bytes(await self._client.read_gatt_char(characteristic))
        return b""

    @contextlib.contextmanager
    def _optional(self) -> Iterator[None]:
        """Do without a fact that cannot be had, unless it is the link that failed."""
        try:
            yield
        except link_errors() as error:
            problem = explain(error)
            if problem.reason in _LINK_IS_GONE:
                raise problem from error

    def close(self) -> None:
        """Hand on nothing more, whatever still arrives."""
        self._open = False


@contextlib.asynccontextmanager
async def connected(device: "BLEDevice", adapter: str | None) -> AsyncIterator[Connection]:
    """Connect to a device while the context lasts.

    Raises
    ------
    Exception
        One of `failures.link_errors`, if that fails.
    """
    from bleak import BleakClient

    lost = asyncio.Event()
    client = BleakClient(
        device,
        disconnected_callback=lambda _: lost.set(),
        timeout=CONNECT_S,
        **adapter_arguments(adapter),
    )
    connection = Connection(client, device, lost)
    try:
        await client.connect()
        yield connection
    finally:
        connection.close()
        # After the Bluetooth service died this raises or hangs; the link is gone all the same.
        with contextlib.suppress(*link_errors()):
            async with asyncio.timeout(DISCONNECT_S):
                await client.disconnect()
