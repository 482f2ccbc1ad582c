"""What a filter of sessions means: words, and days from one to another."""

import re
from datetime import date

_DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_DAYS = re.compile(rf"({_DAY})?\.\.({_DAY})?")
_LAST = "9999-99-99"


def passes(text: str, words: str, day: date) -> bool:
    """Whether all parts of a filter are found.

    Parameters
    ----------
    text : str
        Words, and spans of days such as ``2026-10..2026-11`` or ``2026-11-20..``, each with the
        whole of its first and last day, month or year.
    words : str
        What is said of a session.
    day : date
        On which it was.
    """
    held = words.casefold()
    return all(_passes(part, held, day) for part in text.casefold().split())


def _passes(part: str, held: str, day: date) -> bool:
    days = _DAYS.fullmatch(part)
    if days is None or part == "..":
        return part in held
    iso, (first, last) = day.isoformat(), days.groups(default="")
    return first <= iso and iso[: len(last)] <= (last or _LAST)
