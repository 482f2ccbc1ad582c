"""Loads pylsl when it is used, and keeps it to one network."""

import importlib
import ipaddress
import os
import tempfile
from pathlib import Path
from types import ModuleType

from coherence_desktop.errors import Problem

LOOPBACK = "127.0.0.1"
_CONFIG = "LSLAPICFG"

_loaded_for: str | None = None


class LslProblem(Problem):
    """Streams of the Lab Streaming Layer cannot be read here."""


def load(address: str = LOOPBACK) -> ModuleType:
    """Give pylsl, which looks for streams on one network alone.

    Parameters
    ----------
    address : str
        IPv4 address of this computer in that network; by default only streams of this computer
        are found.

    Raises
    ------
    LslProblem
        If pylsl is not installed or does not load, or was loaded for another network.
    """
    global _loaded_for
    try:
        known = str(ipaddress.IPv4Address(address.strip()))
    except ValueError as error:
        raise LslProblem(
            f"{address!r} is no IPv4 address. Give this computer's own address in the network "
            "of the stream.",
            address,
        ) from error
    if _loaded_for not in (None, known):
        raise LslProblem(
            f"Streams are already looked for at {_loaded_for}. Close the app and start it again "
            f"to look at {known}.",
            known,
        )
    if _loaded_for is None:
        pylsl = _configured(known)
        _loaded_for = known
        return pylsl
    return importlib.import_module("pylsl")


def configuration(address: str) -> str:
    """Write liblsl's configuration for one network."""
    if ipaddress.IPv4Address(address).is_loopback:
        asked, scope, hops = "127.0.0.1", "machine", 0
    else:
        asked, scope, hops = "224.0.0.183, 239.255.172.215", "link", 1
    return "\n".join(
        (
            "[ports]",
            "IPv6 = disable",
            "[multicast]",
            f"ResolveScope = {scope}",
            f"AddressesOverride = {{{asked}}}",
            f"Interfaces = {{{address}}}",
            f"TTLOverride = {hops}",
            "[lab]",
            f"KnownPeers = {{{address}}}",
            "[log]",
            "level = -3",
            "",
        )
    )


def _configured(address: str) -> ModuleType:
    before = os.environ.get(_CONFIG)
    with tempfile.TemporaryDirectory(prefix="coherence-lsl-") as folder:
        file = Path(folder) / "lsl_api.cfg"
        file.write_text(configuration(address), encoding="ascii")
        os.environ[_CONFIG] = str(file)
        try:
            pylsl = importlib.import_module("pylsl")
            # liblsl reads its configuration with the first thing that it makes.
            pylsl.StreamInfo("configuration", "", 1, source_id="configuration")
        except ModuleNotFoundError as error:
            raise LslProblem(
                "Reading streams needs one more package. Install it: "
                'pip install "coherence-desktop[lsl]".'
            ) from error
        except (RuntimeError, OSError) as error:
            raise LslProblem(
                "The library liblsl, which reads streams, does not load. Install pylsl again: "
                'pip install --force-reinstall "pylsl".'
            ) from error
        finally:
            if before is None:
                del os.environ[_CONFIG]
            else:
                os.environ[_CONFIG] = before
    return pylsl
