"""The objects by which BlueZ learns of a strap's services and its advertisement."""

from collections.abc import Callable
from typing import Annotated

from dbus_fast import DBusError, PropertyAccess, Variant
from dbus_fast.annotations import (
    DBusBool,
    DBusBytes,
    DBusDict,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
    DBusUInt16,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

HEART_RATE_BELT = 0x0341
"""GAP appearance of a chest strap (Assigned Numbers, 2.6.3)."""

Strings = Annotated[list[str], DBusSignature("as")]
ManufacturerData = Annotated[dict[int, Variant], DBusSignature("a{qv}")]


class Service(ServiceInterface):
    """A GATT service."""

    def __init__(self, path: str, uuid: str) -> None:
        super().__init__("org.bluez.GattService1")
        self.path = path
        self._uuid = uuid

    @dbus_property(access=PropertyAccess.READ, name="UUID")
    def uuid(self) -> DBusStr:
        """Full UUID."""
        return self._uuid

    @dbus_property(access=PropertyAccess.READ, name="Primary")
    def primary(self) -> DBusBool:
        """Always a primary service."""
        return True


class Characteristic(ServiceInterface):
    """A GATT characteristic that can be read, written or heard.

    Parameters
    ----------
    service : Service
        The service it belongs to.
    number : int
        Its place in the service.
    uuid : str
        Full UUID.
    value : bytes, optional
        What reading gives; without it, it cannot be read.
    notifies : bool
        Whether it can be listened to.
    indicates : bool
        The same, each value confirmed.
    on_write : callable, optional
        Takes what is written; without it, it cannot be written.
    on_start, on_stop : callable, optional
        Told when the first begins and the last ceases to listen.
    """

    def __init__(
        self,
        service: Service,
        number: int,
        uuid: str,
        *,
        value: bytes | None = None,
        notifies: bool = False,
        indicates: bool = False,
        on_write: Callable[[bytes], None] | None = None,
        on_start: Callable[[], None] | None = None,
        on_stop: Callable[[], None] | None = None,
    ) -> None:
        super().__init__("org.bluez.GattCharacteristic1")
        self.path = f"{service.path}/char{number:04d}"
        self._service_path = service.path
        self._uuid = uuid
        self._value = value or b""
        self._on_start = on_start
        self._on_stop = on_stop
        self._on_write = on_write
        self._flags = [
            *(["read"] * (value is not None)),
            *(["write"] * (on_write is not None)),
            *(["notify"] * notifies),
            *(["indicate"] * indicates),
        ]

    def notify(self, value: bytes) -> None:
        """Send a notification to whoever listens."""
        self.emit_properties_changed({"Value": value})

    @dbus_property(access=PropertyAccess.READ, name="UUID")
    def uuid(self) -> DBusStr:
        """Full UUID."""
        return self._uuid

    @dbus_property(access=PropertyAccess.READ, name="Service")
    def service(self) -> DBusObjectPath:
        """Object of the service."""
        return self._service_path

    @dbus_property(access=PropertyAccess.READ, name="Flags")
    def flags(self) -> Strings:
        """What can be done with it."""
        return self._flags

    @dbus_property(access=PropertyAccess.READ, name="Value")
    def value(self) -> DBusBytes:
        """Last value."""
        return self._value

    @dbus_method(name="ReadValue")
    def read_value(self, options: DBusDict) -> DBusBytes:  # noqa: ARG002
        """Answer a read."""
        if "read" not in self._flags:
            raise DBusError("org.bluez.Error.NotPermitted", "Read not permitted")
        return self._value

    @dbus_method(name="WriteValue")
    def write_value(self, value: DBusBytes, options: DBusDict) -> None:  # noqa: ARG002
        """Take a write."""
        if self._on_write is None:
            raise DBusError("org.bluez.Error.NotPermitted", "Write not permitted")
        self._on_write(bytes(value))

    @dbus_method(name="StartNotify")
    def start_notify(self) -> None:
        """Somebody begins to listen."""
        if not {"notify", "indicate"} & set(self._flags):
            raise DBusError("org.bluez.Error.NotSupported", "Operation is not supported")
        if self._on_start is not None:
            self._on_start()

    @dbus_method(name="StopNotify")
    def stop_notify(self) -> None:
        """Nobody listens any more."""
        if self._on_stop is not None:
            self._on_stop()

    @dbus_method(name="Confirm")
    def confirm(self) -> None:
        """Take note of a confirmation; BlueZ sends them for indications only."""


class Advertisement(ServiceInterface):
    """What the strap calls into the room."""

    def __init__(
        self, name: str, services: list[str], manufacturer_data: dict[int, bytes] | None = None
    ) -> None:
        super().__init__("org.bluez.LEAdvertisement1")
        self._name = name
        self._services = services
        self._manufacturer_data = manufacturer_data or {}

    @dbus_property(access=PropertyAccess.READ, name="Type")
    def kind(self) -> DBusStr:
        """A peripheral can be connected to."""
        return "peripheral"

    @dbus_property(access=PropertyAccess.READ, name="LocalName")
    def local_name(self) -> DBusStr:
        """The strap's name."""
        return self._name

    @dbus_property(access=PropertyAccess.READ, name="ServiceUUIDs")
    def service_uuids(self) -> Strings:
        """Services by which it is found."""
        return self._services

    @dbus_property(access=PropertyAccess.READ, name="ManufacturerData")
    def manufacturer_data(self) -> ManufacturerData:
        """Data by company number."""
        return {company: Variant("ay", data) for company, data in self._manufacturer_data.items()}

    @dbus_property(access=PropertyAccess.READ, name="Discoverable")
    def discoverable(self) -> DBusBool:
        """Without this, scans leave the strap out."""
        return True

    @dbus_property(access=PropertyAccess.READ, name="Appearance")
    def appearance(self) -> DBusUInt16:
        """A heart rate belt."""
        return HEART_RATE_BELT

    @dbus_method(name="Release")
    def release(self) -> None:
        """Take note that BlueZ no longer advertises."""
