"""Names that programs give the column of RR intervals."""

import re
from collections.abc import Sequence

_RR_NAME = re.compile(
    r"(raw_)?(?P<kind>r_?r_?i?|ibi|nn_?i?|inter_?beat)"
    r"(_?(intervals?|series|data|list|values))*(_(in_)?(?P<unit>.+))?"
)
_PREFERRED = ("rr", "ibi", "inter_beat", "nn")
_UNIT_NAMES = {
    "ms",
    "msec",
    "milliseconds",
    "s",
    "sec",
    "seconds",
    "1024",
    "1_1024_s",
    "ticks_1024",
}


def plain(name: str) -> str:
    """Write a name small, with underscores for all that is no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def rr_index(names: Sequence[str]) -> int | None:
    """Find the column of RR intervals among plain names; RR goes before IBI before NN."""
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        match = _RR_NAME.fullmatch(name)
        if match and (match["unit"] is None or match["unit"] in _UNIT_NAMES):
            kind = match["kind"].replace("r_r", "rr").rstrip("i_").removesuffix("_")
            found.setdefault({"ib": "ibi"}.get(kind, kind), index)
    return next((found[kind] for kind in _PREFERRED if kind in found), None)
