"""Where the Lab Streaming Layer speaks, for reader and server alike.

Protocol 1.10, doi:10.1101/2024.02.13.580071.
"""

import ipaddress

LOOPBACK = "127.0.0.1"
"""Reached by programs on this computer alone."""
DISCOVERY_PORT = 16571
PORTS = range(16572, 16604)
"""Where programs on one computer serve streams as long as there is room."""
GROUPS = ("224.0.0.183", "239.255.172.215")
"""Where readers on a network ask for streams."""


def one_network(address: str) -> str | None:
    """Give an IPv4 address as it is written; ``None`` if it is none, or means all networks."""
    try:
        known = ipaddress.IPv4Address(address.strip())
    except ValueError:
        return None
    return None if known.is_unspecified or known.is_multicast else str(known)


def is_loopback(address: str) -> bool:
    """Whether only programs on this computer reach this address."""
    return ipaddress.IPv4Address(address).is_loopback
