# SPDX-FileCopyrightText: 2026 The Coherence Desktop contributors
# SPDX-License-Identifier: GPL-2.0-only
"""A stand-in for bluetoothd: bluezoo, patched while it runs to do what the real one does.

This file works on bluezoo's classes and therefore carries bluezoo's licence. It runs in a process
of its own and is never imported or shipped; ``mock_bluez.py`` starts it. Commands come one a line
on stdin (``power hci0 off``, ``drop hci1``, ``vanish hci0 ADDRESS``), answered with ``ok`` or
``error ...`` on stdout. The end of stdin ends it.
"""

import argparse
import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys

import sdbus

# bluezoo declares a{sv}; BlueZ sends a{qv}, and clients drop a device that does otherwise. The
# signature is copied when a subclass is made, so it must be right before the others are loaded.
from bluezoo.interfaces.Device import DeviceInterface

DeviceInterface.ManufacturerData.property_signature = "a{qv}"

import bluezoo.bluezoo as service  # noqa: E402
import bluezoo.device  # noqa: E402
from bluezoo import events  # noqa: E402
from bluezoo.adapter import Adapter as PlainAdapter  # noqa: E402
from bluezoo.device import Device as PlainDevice  # noqa: E402
from bluezoo.exceptions import (  # noqa: E402
    DBusBluezFailedError,
    DBusBluezInProgressError,
    DBusBluezNotReadyError,
)
from bluezoo.gatt import GattCharacteristicClientLink as PlainCharacteristic  # noqa: E402
from bluezoo.utils import create_background_task  # noqa: E402

CONNECT_TIMEOUT_S = 0.3
"""A real controller needs many seconds to find that nobody answers; tests do not."""


class Characteristic(PlainCharacteristic):
    """A strap's characteristic as one central sees it; each client of the bus subscribes apart."""

    def __init__(self, client, service_link):
        super().__init__(client, service_link)
        self.subscribers = {}

    @sdbus.dbus_method_async_override()
    async def StartNotify(self) -> None:
        sender = sdbus.get_current_message().sender
        if sender in self.subscribers:
            return

        async def on_sender_lost():
            self.unsubscribe(sender)

        first = not self.subscribers
        self.subscribers[sender] = events.subscribe(
            f"service:lost:{sender}", on_sender_lost, once=True
        )
        if first:
            await self.listen()

    @sdbus.dbus_method_async_override()
    async def StopNotify(self) -> None:
        self.unsubscribe(sdbus.get_current_message().sender)

    async def listen(self):
        async def on_properties_changed(properties):
            if "Value" in properties:
                await self.Value.set_async(properties["Value"])

        self.client_props_changed_subscription = events.subscribe(
            f"properties:changed:{id(self.client)}", on_properties_changed
        )
        listeners = self.client.__dict__.setdefault("listeners", set())
        listeners.add(self)
        if len(listeners) == 1:
            await self.client.StartNotify()

    def unsubscribe(self, sender):
        if subscriber := self.subscribers.pop(sender, None):
            subscriber.unsubscribe()
            if not self.subscribers:
                self.client_props_changed_subscription.unsubscribe()
                self.client.listeners.discard(self)
                if not self.client.listeners:
                    create_background_task(self.tell_strap())

    def close(self):
        for sender in list(self.subscribers):
            self.unsubscribe(sender)

    async def tell_strap(self):
        with contextlib.suppress(sdbus.SdBusBaseError):  # the strap may be dead
            await self.client.StopNotify()


class Device(PlainDevice):
    """One end of a link: what an adapter knows of the adapter at the other end."""

    def __init__(self, peer_adapter, **kwargs):
        super().__init__(peer_adapter, **kwargs)
        self.rssi = -58

    def attach_to_adapter(self, adapter):
        self.adapter = adapter

    @sdbus.dbus_property_async_override()
    def RSSI(self) -> int:
        return self.rssi

    @RSSI.setter_private
    def RSSI_setter(self, value):
        self.rssi = value

    async def properties_sync(self, device):
        await super().properties_sync(device)
        # Signal strength is what makes BlueZ report a known device again.
        await self.RSSI.set_async(-59 if self.rssi == -58 else -58)

    async def connect(self, uuid=None):
        if not self.adapter.powered:
            raise DBusBluezNotReadyError("Resource Not Ready")
        if self.connected:
            return
        strap = self.peer_adapter
        if not (strap.powered and strap.gatt_apps and strap.advertisements):
            await asyncio.sleep(CONNECT_TIMEOUT_S)
            raise DBusBluezFailedError("Connection timeout")
        mirror = Device(self.adapter, is_le=True)
        mirror.attach_to_adapter(strap)
        if mirror.get_object_path() not in strap.devices:
            await strap.add_device(mirror)
        self.peer = strap.devices[mirror.get_object_path()]
        self.peer.peer = self
        await self.peer.Connected.set_async(True)
        await self.Connected.set_async(True)
        self.export_services(strap)
        await self.peer.ServicesResolved.set_async(True)
        await self.ServicesResolved.set_async(True)

    def export_services(self, strap):
        kinds = {
            bluezoo.device.GattServiceClient: (bluezoo.device.GattServiceClientLink, None),
            bluezoo.device.GattCharacteristicClient: (Characteristic, "Service"),
            bluezoo.device.GattDescriptorClient: (
                bluezoo.device.GattDescriptorClientLink,
                "Characteristic",
            ),
        }
        for app in strap.gatt_apps.values():
            links = {}
            for path, remote in sorted(app.objects.items()):
                link_type, parent = kinds[type(remote)]
                above = links[getattr(remote, parent).get()] if parent else self
                link = links[path] = link_type(remote, above)
                self.adapter.mock.export_object(link.get_object_path(), link)
                self.services[link.get_object_path()] = link

    def unexport_services(self):
        for link in reversed(list(self.services.values())):
            if isinstance(link, Characteristic):
                link.close()
            self.adapter.mock.remove_object(link)
        self.services.clear()

    async def disconnect(self, uuid=None):
        for end in (self, self.peer):
            if end is None or not end.connected:
                continue
            end.unexport_services()
            await end.ServicesResolved.set_async(False)
            await end.Connected.set_async(False)


class Adapter(PlainAdapter):
    """An adapter whose power, straps and scanning clients count."""

    @property
    def powered(self):
        return self.__dict__.get("powered", False)

    @powered.setter
    def powered(self, value):
        before, self.__dict__["powered"] = self.powered, value
        if before and not value:
            create_background_task(self.went_off())

    async def went_off(self):
        for subscriber in self.scan_subscribers.values():
            subscriber.unsubscribe()
        self.scan_subscribers.clear()
        await self.drop()

    async def drop(self):
        for device in list(self.devices.values()):
            await device.disconnect()

    async def update_uuids(self):
        await super().update_uuids()
        if not self.gatt_apps:  # the strap died, and with it its links
            for device in list(self.devices.values()):
                if device.peer is not None and device.peer.services:
                    await device.disconnect()

    @sdbus.dbus_method_async_override()
    async def StartDiscovery(self) -> None:
        if not self.powered:
            raise DBusBluezNotReadyError("Resource Not Ready")
        if sdbus.get_current_message().sender in self.scan_subscribers:
            raise DBusBluezInProgressError("Operation already in progress")
        self.discovering_task.cancel()
        await super().StartDiscovery()

    @sdbus.dbus_method_async_override()
    async def StopDiscovery(self) -> None:
        sender = sdbus.get_current_message().sender
        if sender not in self.scan_subscribers:
            raise DBusBluezFailedError("No discovery started")
        if len(self.scan_subscribers) > 1:
            self.scan_subscribers.pop(sender).unsubscribe()
        else:
            await super().StopDiscovery()

    def vanish(self, address):
        """Remove a device object as BlueZ sometimes does: with no word of a disconnect."""
        path = f"{self.get_object_path()}/dev_{address.replace(':', '_')}"
        device = self.devices.pop(path)
        device.unexport_services()
        self.mock.remove_object(device)
        if device.peer is not None:
            device.peer.connected = device.peer.services_resolved = False


bluezoo.device.Device = service.Device = Device
bluezoo.device.GattCharacteristicClientLink = Characteristic
service.Adapter = Adapter


async def obey(line):
    command, adapter_name, *rest = line.split()
    adapter = service.startup.service.adapters[int(adapter_name.removeprefix("hci"))]
    if command == "power":
        await adapter.Powered.set_async(rest[0] == "on")
    elif command == "drop":
        await adapter.drop()
    elif command == "vanish":
        adapter.vanish(rest[0])
    else:
        raise ValueError(f"unknown command {command!r}")


async def serve(adapters, scan_interval_s):
    await service.startup(
        bus="system", adapters=adapters, auto_enable=True, scan_interval=scan_interval_s
    )
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    print("ready", flush=True)

    async def listen():
        while line := await commands.readline():
            try:
                await obey(line.decode())
            except (KeyError, ValueError, IndexError) as error:
                print(f"error {error!r}", flush=True)
            else:
                print("ok", flush=True)
        stopping.set()

    listening = asyncio.create_task(listen())
    await stopping.wait()
    listening.cancel()
    await service.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adapter", action="append", required=True, metavar="ADDRESS")
    parser.add_argument("--scan-interval", type=float, default=0.2)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: never outlive the test
    if os.getppid() == 1:
        raise SystemExit("the process that started this one is gone")
    logging.basicConfig(level=logging.DEBUG if args.verbose else logging.WARNING)
    asyncio.run(serve(args.adapter, args.scan_interval))


if __name__ == "__main__":
    main()
