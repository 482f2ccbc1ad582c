"""The formats that sessions are exported in."""

from enum import StrEnum


class ExportFormat(StrEnum):
    """What sessions can be written as."""

    BIDS = "bids"
    EDF = "edf"
    CSV = "csv"
    RR = "rr"
    JSON = "json"
