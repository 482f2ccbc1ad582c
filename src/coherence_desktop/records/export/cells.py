"""Values as cells of a table."""

import re
from decimal import Decimal

# A spreadsheet runs a cell that begins like this (owasp.org/www-community/attacks/CSV_Injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 8232, 8233), " ")
ABSENT = "n/a"
"""What BIDS writes where there is no value."""


def exact_ms(rr_ms: float) -> str:
    """Write an interval so that reading it gives the same number.

    A multiple of 1/1024 s has at most seven decimals of a ms; anything else gets all it needs.
    """
    text = f"{rr_ms:.7f}"
    return text if float(text) == rr_ms else format(Decimal(repr(rr_ms)), "f")


def harmless(value: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    if not value.startswith(_FORMULA_STARTS) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def one_line(text: str) -> str:
    """Give a text without breaks, tabs and other control characters; a space for each run."""
    return " ".join(text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8").split())


def tsv_cell(value: str) -> str:
    """Give a cell of a table of BIDS, which has no quotes: one line, never empty."""
    return harmless(one_line(value)) or ABSENT
