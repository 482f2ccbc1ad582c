"""Sockets for streams: bound to one address of this computer, never to all of them."""

import socket
import struct
import sys
from dataclasses import dataclass

from coherence_desktop.errors import Problem
from coherence_desktop.lsl_network import DISCOVERY_PORT, GROUPS, PORTS, is_loopback, one_network

_ONLY_JOINED = 49
"""Linux's ``IP_MULTICAST_ALL``: only groups joined by this socket, on that network."""


class StreamAddressProblem(Problem):
    """Streams cannot be served where they should."""


@dataclass
class Door:
    """Where one stream is served: the same port for its data and for questions about it."""

    data: socket.socket
    questions: socket.socket

    @property
    def port(self) -> int:
        """The port's number."""
        port: int = self.data.getsockname()[1]
        return port

    def close(self) -> None:
        """Close it for good."""
        self.data.close()
        self.questions.close()


def checked(address: str) -> str:
    """Give an IPv4 address of this computer, as it stands in a stream's description.

    Raises
    ------
    StreamAddressProblem
        If it is none, or means all networks at once.
    """
    known = one_network(address)
    if known is None:
        raise StreamAddressProblem(
            f"{address!r} is not the address of one network. Give this computer's own IPv4 "
            "address in that network, or none to serve programs on this computer alone.",
            address,
        )
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((known, 0))
        except OSError as error:
            raise StreamAddressProblem(
                f"This computer has no network address {known}. Give one that it has, or none "
                "to serve programs on this computer alone.",
                address,
            ) from error
    return known


def open_door(address: str) -> Door:
    """Open the first free port that readers ask, or any other one.

    Raises
    ------
    StreamAddressProblem
        If there is none.
    """
    for port in (*PORTS, 0):
        door = Door(
            socket.socket(socket.AF_INET, socket.SOCK_STREAM),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        )
        try:
            for one in (door.data, door.questions):
                _for_us_alone(one)
                one.settimeout(0.0)
            door.data.bind((address, port))
            door.questions.bind((address, door.port))
        except OSError:
            door.close()
            continue
        return door
    raise StreamAddressProblem(
        f"No free port is left at {address}. Close programs that stream, then start again.",
        address,
    )


def open_discovery(address: str) -> list[socket.socket]:
    """Open the sockets at which readers ask for streams that they do not know yet.

    On the loopback that is its address; on a network the groups of that network.

    Raises
    ------
    StreamAddressProblem
        If another program keeps the port to itself.
    """
    opened: list[socket.socket] = []
    try:
        for group in (None,) if is_loopback(address) else GROUPS:
            one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            opened.append(one)
            one.settimeout(0.0)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if sys.platform == "darwin":
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if group is None or sys.platform == "win32":
                one.bind((address, DISCOVERY_PORT))
            else:
                one.bind((group, DISCOVERY_PORT))
            if group is not None:
                _join(one, group, address)
    except OSError as error:
        for one in opened:
            one.close()
        raise StreamAddressProblem(
            f"Another program keeps port {DISCOVERY_PORT} to itself, where streams are found. "
            "Close it, then start again.",
            DISCOVERY_PORT,
        ) from error
    return opened


def _join(one: socket.socket, group: str, address: str) -> None:
    if sys.platform == "linux":
        one.setsockopt(socket.IPPROTO_IP, _ONLY_JOINED, 0)
    member = struct.pack("4s4s", socket.inet_aton(group), socket.inet_aton(address))
    one.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)


def _for_us_alone(one: socket.socket) -> None:
    if sys.platform == "win32":
        one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    elif sys.platform == "linux" and one.type is socket.SOCK_STREAM:
        # Not over another listener there, but over what is left of connections that ended.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
