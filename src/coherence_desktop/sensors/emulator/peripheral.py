"""A heart rate strap as a peripheral on a BlueZ adapter, real or mock."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from dbus_fast import DBusError, Message, MessageType, Variant

from coherence_desktop.sensors.bluetooth.bluez import (
    BLUEZ,
    DEVICE,
    Adapter,
    call,
    choose_adapter,
    connect_bus,
    objects,
)
from coherence_desktop.sensors.bluetooth.failures import LinkProblem, LinkReason
from coherence_desktop.sensors.emulator.gatt import Advertisement, Characteristic, Service
from coherence_desktop.sensors.emulator.measurement_service import MeasurementService, offers_of
from coherence_desktop.sensors.heart_rate_measurement import (
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
)
from coherence_desktop.sensors.models import StrapModel, full_uuid

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_ROOT = "/org/coherence_desktop/strap"
_ADVERTISEMENT = "/org/coherence_desktop/advertisement"
_BODY_SENSOR_LOCATION = "2a38"
_CHEST = b"\x01"
_ARM = b"\x03"
_FLUSH_S = 0.05
"""Packets on their way get this long before a link is cut."""
_REGISTER_AGAIN_S = 0.2
_BLUEZ_COMES_AND_GOES = (
    f"type='signal',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{BLUEZ}'"
)


class Peripheral:
    """A strap that is in the room from entering this context to leaving it.

    Parameters
    ----------
    model : StrapModel
        What to look like.
    name : str
        Advertised name; empty for the model's own.
    adapter : str or None
        Adapter to use, or the first that is on.
    battery_percent : int
        What the battery service tells.
    on_state : callable
        Told ``listener``, ``no_listener``, ``bluetooth_lost`` and ``bluetooth_back``.
    raw : bool
        Whether it offers the raw signals that its model has.

    Raises
    ------
    LinkProblem
        On entering, if the adapter cannot be used.
    """

    def __init__(
        self,
        model: StrapModel,
        name: str,
        adapter: str | None,
        battery_percent: int,
        on_state: Callable[[str], None],
        *,
        raw: bool = False,
    ) -> None:
        self.signals: MeasurementService | None = None
        offers = offers_of(model) if raw else {}
        if offers:
            self.signals = MeasurementService(f"{_ROOT}/service0004", offers)
        self._model = model
        self.name = name
        self._wanted_adapter = adapter
        self._battery_percent = battery_percent
        self._on_state = on_state
        self._present = True
        self._advertised = False
        self._others: set[str] = set()
        self._registering: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()
        self.lost = asyncio.Event()
        """Set once the bus is gone for good."""

    async def __aenter__(self) -> Self:
        self._bus: MessageBus = await connect_bus()
        try:
            found = await objects(self._bus)
            self.adapter: Adapter = choose_adapter(found, self._wanted_adapter)
            self._others = self._connected(found)
            self.name = self.name or default_name(self._model, self.adapter.address)
            self._measurement = self._export()
            await self._watch_bluez()
            await self._register()
        except (DBusError, OSError, EOFError) as error:
            self._bus.disconnect()
            raise LinkProblem(LinkReason.SERVICE_DOWN, str(error)) from error
        except BaseException:
            self._bus.disconnect()
            raise
        self._watching = asyncio.create_task(self._watch_bus())
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._watching.cancel()
        if self._registering is not None:
            self._registering.cancel()
        await asyncio.gather(
            self._watching, *filter(None, [self._registering]), return_exceptions=True
        )
        if self._bus.connected:
            try:
                with contextlib.suppress(DBusError, OSError, EOFError):
                    await self.leave()
            finally:
                self._bus.disconnect()

    def send(self, raw: bytes) -> None:
        """Notify a heart rate measurement."""
        self._measurement.notify(raw)

    async def leave(self) -> None:
        """Stop advertising and drop whoever is connected, as a strap out of reach."""
        self._present = False
        await asyncio.sleep(_FLUSH_S)
        self._unheard()
        if self._advertised:
            self._advertised = False
            with contextlib.suppress(DBusError):
                await self._advertising("UnregisterAdvertisement", "o", _ADVERTISEMENT)
        for path in self._connected(await objects(self._bus)) - self._others:
            with contextlib.suppress(DBusError):
                await call(self._bus, path, DEVICE, "Disconnect")

    async def come_back(self) -> None:
        """Advertise again."""
        self._present = True
        with contextlib.suppress(DBusError):
            await self._advertise()

    def _export(self) -> Characteristic:
        heart_rate = Service(f"{_ROOT}/service0001", HEART_RATE_SERVICE)
        battery = Service(f"{_ROOT}/service0002", full_uuid("180f"))
        information = Service(f"{_ROOT}/service0003", full_uuid("180a"))
        measurement = Characteristic(
            heart_rate,
            1,
            HEART_RATE_MEASUREMENT,
            notifies=True,
            on_start=self._heard,
            on_stop=self._unheard,
        )
        where = _ARM if self._model.placement == "arm" else _CHEST
        location = Characteristic(heart_rate, 2, full_uuid(_BODY_SENSOR_LOCATION), value=where)
        charge = Characteristic(
            battery,
            1,
            full_uuid("2a19"),
            value=bytes((self._battery_percent,)),
            notifies=True,
        )
        facts = {
            "2a29": self._model.manufacturer or "Coherence Desktop",
            "2a24": self._model.name,
            "2a25": self.name.rsplit(" ", 1)[-1],
            "2a26": "1.0.0-emulated",
            "2a27": "1",
        }
        information_items = [
            Characteristic(information, number, full_uuid(uuid), value=text.encode())
            for number, (uuid, text) in enumerate(facts.items(), start=1)
        ]
        services = [heart_rate, battery, information]
        items = [measurement, location, charge, *information_items]
        if self.signals is not None:
            services.append(self.signals.service)
            items += self.signals.characteristics
        for thing in services:
            self._bus.export(thing.path, thing)
        for item in items:
            self._bus.export(item.path, item)
        advertised = [full_uuid(uuid) for uuid in ("180d", "180f")]
        self._bus.export(_ADVERTISEMENT, Advertisement(self.name, advertised))
        return measurement

    def _heard(self) -> None:
        if not self.listening.is_set():
            self.listening.set()
            self._on_state("listener")

    def _unheard(self) -> None:
        if self.signals is not None:
            self.signals.stop_all()
        if self.listening.is_set():
            self.listening.clear()
            self._on_state("no_listener")

    async def _register(self) -> None:
        await call(
            self._bus,
            self.adapter.path,
            "org.bluez.GattManager1",
            "RegisterApplication",
            "oa{sv}",
            _ROOT,
            {},
        )
        if self._present:
            await self._advertise()

    async def _advertise(self) -> None:
        options: dict[str, Variant] = {}
        await self._advertising("RegisterAdvertisement", "oa{sv}", _ADVERTISEMENT, options)
        self._advertised = True

    async def _advertising(self, member: str, signature: str, *arguments: object) -> None:
        await call(
            self._bus,
            self.adapter.path,
            "org.bluez.LEAdvertisingManager1",
            member,
            signature,
            *arguments,
        )

    def _connected(self, found: dict[str, dict[str, dict[str, object]]]) -> set[str]:
        """Devices connected to this adapter; before the strap began, they are not its own."""
        return {
            path
            for path, interfaces in found.items()
            if path.startswith(f"{self.adapter.path}/dev_")
            and interfaces.get(DEVICE, {}).get("Connected")
        }

    async def _watch_bluez(self) -> None:
        """Follow bluetoothd's coming and going: a new one knows nothing of the strap."""
        self._bus.add_message_handler(self._on_message)
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[_BLUEZ_COMES_AND_GOES],
            )
        )

    def _on_message(self, message: Message) -> None:
        if (
            message.message_type != MessageType.SIGNAL
            or message.member != "NameOwnerChanged"
            or message.body[0] != BLUEZ
        ):
            return
        if self._registering is not None:
            self._registering.cancel()
            self._registering = None
        self._advertised = False
        if message.body[2]:
            self._registering = asyncio.create_task(self._register_again())
        else:
            self._unheard()
            self._on_state("bluetooth_lost")

    async def _register_again(self) -> None:
        """Register with a new bluetoothd as soon as it has the adapter, and it is on."""
        while True:
            try:
                choose_adapter(await objects(self._bus), self.adapter.name)
                await self._register()
            except (DBusError, LinkProblem):
                await asyncio.sleep(_REGISTER_AGAIN_S)
            else:
                self._on_state("bluetooth_back")
                return

    async def _watch_bus(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        self._unheard()
        self.lost.set()


def default_name(model: StrapModel, address: str) -> str:
    """Name that a strap of this model would have, with the end of an adapter's address."""
    words = (model.example_name or model.name).split(" ")
    if len(words) > 1 and any(letter.isdigit() for letter in words[-1]):
        words.pop()
    return " ".join((*words, address.replace(":", "")[-6:]))
