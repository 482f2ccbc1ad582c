"""The one place for what differs between Linux, Windows and macOS.

Only Linux has been run. What is said of the other two is by the libraries' documentation and
source, named with each fact.
"""

import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class SystemFacts(NamedTuple):
    """How one system differs, each fact with where it is written."""

    name: str
    device_identifier: str
    adapter_choice: bool
    permission: str
    thread: str
    data_folder: str
    keyring: str
    run: bool
    """Whether the app has been run there."""
    sources: tuple[str, ...]


SYSTEMS: "Mapping[str, SystemFacts]" = {
    "linux": SystemFacts(
        name="Linux",
        device_identifier="Bluetooth address, e.g. A0:9E:1A:8C:2A:1B",
        adapter_choice=True,
        permission=(
            "The user must be allowed to speak to org.bluez on the system bus, which desktop "
            "distributions allow; a container or Flatpak needs that bus handed in."
        ),
        thread="Any thread with an asyncio loop.",
        data_folder="~/.local/share/coherence-desktop, or under XDG_DATA_HOME",
        keyring="Secret Service (GNOME Keyring, KWallet); a headless machine has none",
        run=True,
        sources=(
            "bleak 3.1, docs/backends/linux.rst and bleak/backends/bluezdbus/",
            "platformdirs 4, platformdirs/unix.py",
            "keyring 25, keyring/backends/SecretService.py",
        ),
    ),
    "win32": SystemFacts(
        name="Windows",
        device_identifier="Bluetooth address, e.g. A0:9E:1A:8C:2A:1B",
        adapter_choice=False,
        permission="None to ask for; Bluetooth must be on in Settings. Windows 10 1709 or later.",
        thread=(
            "The thread must not be a single-threaded COM apartment, or callbacks never arrive. "
            "Qt makes the window's thread one, so Bluetooth runs in a thread of its own."
        ),
        data_folder=r"%LOCALAPPDATA%\coherence-desktop",
        keyring="Windows Credential Locker",
        run=False,
        sources=(
            "bleak 3.1, bleak/backends/winrt/util.py: assert_mta, allow_sta, uninitialize_sta",
            "bleak 3.1, bleak/backends/winrt/scanner.py: BluetoothAdapter.get_default_async",
            "bleak 3.1, docs/troubleshooting.rst",
            "platformdirs 4, platformdirs/windows.py",
            "keyring 25, keyring/backends/Windows.py",
        ),
    ),
    "darwin": SystemFacts(
        name="macOS",
        device_identifier=(
            "An identifier that CoreBluetooth makes up for this computer, e.g. "
            "243E23AE-4A99-406C-B317-18F1BD7B4CBE; another computer has another for the same strap"
        ),
        adapter_choice=False,
        permission=(
            "The system asks once. A bundled app needs NSBluetoothAlwaysUsageDescription in its "
            "Info.plist; from a terminal, the terminal needs the permission."
        ),
        thread="Any thread with an asyncio loop; callbacks come through a dispatch queue.",
        data_folder="~/Library/Application Support/coherence-desktop",
        keyring="Keychain",
        run=False,
        sources=(
            "bleak 3.1, docs/backends/macos.rst",
            "bleak 3.1, bleak/backends/corebluetooth/CentralManagerDelegate.py",
            "platformdirs 4, platformdirs/macos.py",
            "keyring 25, keyring/backends/macOS",
        ),
    ),
}

_ADDRESS = re.compile(r"(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", re.IGNORECASE)


def this_system() -> SystemFacts:
    """Facts of the system that runs; other Unixes are taken for Linux."""
    return SYSTEMS.get(sys.platform, SYSTEMS["linux"])


def is_device_identifier(text: str) -> bool:
    """Whether a text is an address, or an identifier as macOS makes them up, and not a name."""
    return bool(_ADDRESS.fullmatch(text) or _IDENTIFIER.fullmatch(text))


def same_device(one: str, other: str) -> bool:
    """Whether two identifiers mean the same device; capitals and dashes do not matter."""
    return one.upper().replace("-", ":") == other.upper().replace("-", ":")


def adapter_arguments(adapter: str | None) -> dict[str, Any]:
    """Arguments by which bleak uses one adapter; elsewhere than on Linux it cannot choose."""
    if adapter is None or not this_system().adapter_choice:
        return {}
    return {"bluez": {"adapter": adapter}}


def scanner_arguments(adapter: str | None) -> dict[str, Any]:
    """Arguments by which a scan reports every advertisement, not only the first of a device.

    BlueZ reports a known device again only on request.
    """
    if sys.platform != "linux":
        return {}
    arguments = adapter_arguments(adapter).get("bluez", {})
    return {"bluez": {**arguments, "filters": {"DuplicateData": True}}}


def reports_repeatedly() -> bool:
    """Whether silence in a scan means that a device has left; macOS may report it only once."""
    return sys.platform != "darwin"
