"""Sockets of a reader of streams: bound to one address of this computer, never to all of them."""

import socket

from coherence_desktop.errors import Problem
from coherence_desktop.lsl_network import DISCOVERY_PORT, GROUPS, PORTS, is_loopback, one_network

HOPS = 1


class LslProblem(Problem):
    """Streams of the Lab Streaming Layer cannot be read here."""


def checked(address: str) -> str:
    """Give an IPv4 address as it is written.

    Raises
    ------
    LslProblem
        If it is none, or means all networks at once.
    """
    known = one_network(address)
    if known is None:
        raise LslProblem(
            f"{address!r} is no IPv4 address of one network. Give this computer's own address in "
            "the network of the stream.",
            address,
        )
    return known


def asking_socket(address: str) -> socket.socket:
    """Open a socket for questions, at this address alone.

    Raises
    ------
    LslProblem
        If this computer has no such address now.
    """
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        one.settimeout(0.0)
        one.bind((address, 0))
        if not is_loopback(address):
            one.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
            one.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, HOPS)
    except OSError as error:
        one.close()
        raise LslProblem(
            f"This computer has no network address {address} now. Look at the cable or the "
            "settings; streams are looked for again by themselves.",
            address,
        ) from error
    return one


def asked(address: str) -> list[tuple[str, int]]:
    """Where to ask for streams: programs of this computer, and those of the network."""
    here = [(address, port) for port in (DISCOVERY_PORT, *PORTS)]
    if is_loopback(address):
        return here
    return [*here, *((group, DISCOVERY_PORT) for group in GROUPS)]
