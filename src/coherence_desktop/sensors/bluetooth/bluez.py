"""What is asked of BlueZ directly, because bleak has no question for it."""

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from coherence_desktop.sensors.bluetooth.failures import LinkProblem, LinkReason

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

BLUEZ = "org.bluez"
ADAPTER = "org.bluez.Adapter1"
DEVICE = "org.bluez.Device1"
_OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"

Objects = dict[str, dict[str, dict[str, Any]]]
"""Properties by name, by interface, by object path."""


class Adapter(NamedTuple):
    """A Bluetooth adapter of this computer."""

    name: str
    """As BlueZ counts them: ``hci0``, ``hci1``."""
    address: str
    powered: bool

    @property
    def path(self) -> str:
        """Its object on the bus."""
        return f"/org/bluez/{self.name}"


async def connect_bus() -> "MessageBus":
    """Connect to the system bus; the caller disconnects it.

    Raises
    ------
    LinkProblem
        If there is no bus, or it refuses.
    """
    from dbus_fast import AuthError, BusType
    from dbus_fast.aio import MessageBus

    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        await bus.connect()
    except AuthError as error:
        raise LinkProblem(LinkReason.DENIED_BY_SYSTEM, str(error)) from error
    except (OSError, EOFError) as error:
        raise LinkProblem(LinkReason.SERVICE_DOWN, str(error)) from error
    return bus


async def call(
    bus: "MessageBus",
    path: str,
    interface: str,
    member: str,
    signature: str = "",
    *arguments: object,
) -> list[Any]:
    """Call a method of BlueZ.

    Raises
    ------
    dbus_fast.DBusError
        If BlueZ answers with an error.
    OSError, EOFError
        If the bus is dead.
    """
    from dbus_fast import DBusError, Message, MessageType

    reply = await bus.call(
        Message(
            destination=BLUEZ,
            path=path,
            interface=interface,
            member=member,
            signature=signature,
            body=list(arguments),
        )
    )
    if reply is None:
        raise EOFError("the bus gave no reply")
    if reply.message_type == MessageType.ERROR:
        text = str(reply.body[0]) if reply.body else ""
        raise DBusError(reply.error_name or "", text, reply)
    return list(reply.body)


async def objects(bus: "MessageBus") -> Objects:
    """Everything BlueZ knows: adapters, devices, services."""
    from dbus_fast import unpack_variants

    (managed,) = await call(bus, "/", _OBJECT_MANAGER, "GetManagedObjects")
    found: Objects = unpack_variants(managed)
    return found


def adapters_in(found: Objects) -> list[Adapter]:
    """The adapters among BlueZ's objects, by name."""
    return sorted(
        Adapter(
            path.rsplit("/", 1)[-1],
            interfaces[ADAPTER]["Address"],
            bool(interfaces[ADAPTER]["Powered"]),
        )
        for path, interfaces in found.items()
        if ADAPTER in interfaces
    )


async def list_adapters() -> list[Adapter]:
    """Adapters that one can choose from; none where the system chooses for itself.

    Raises
    ------
    LinkProblem
        If BlueZ does not answer.
    """
    if sys.platform != "linux":
        return []
    from dbus_fast.errors import DBusFastError

    bus = await connect_bus()
    try:
        return adapters_in(await objects(bus))
    except (DBusFastError, OSError, EOFError) as error:
        raise LinkProblem(LinkReason.SERVICE_DOWN, str(error)) from error
    finally:
        bus.disconnect()


def choose_adapter(found: Objects, wanted: str | None) -> Adapter:
    """Give the adapter of that name, or the first that is on.

    Raises
    ------
    LinkProblem
        If there is none, or it is off.
    """
    adapters = adapters_in(found)
    if not adapters:
        raise LinkProblem(LinkReason.NO_BLUETOOTH)
    if wanted is not None:
        adapters = [adapter for adapter in adapters if adapter.name == wanted]
        if not adapters:
            raise LinkProblem(LinkReason.ADAPTER_MISSING, wanted)
    for adapter in adapters:
        if adapter.powered:
            return adapter
    raise LinkProblem(LinkReason.ADAPTER_OFF, wanted)
