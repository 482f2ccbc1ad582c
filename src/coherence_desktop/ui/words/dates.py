"""Dates as people write and read them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from coherence_desktop.calendar_names import DAYS, MONTHS
from coherence_desktop.errors import Problem

OLDEST_YEARS = 120
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset(("st", "nd", "rd", "th", "of", "de", "den", "the"))
_LEAST_LETTERS = 3


class NotADate(Problem):
    """What was written is no date in the calendar."""

    def __init__(self, text: str) -> None:
        super().__init__(
            "This is not a date in the calendar. Write it like 1984-05-07 or 7 May 1984.", text
        )


class NoDateOfBirth(Problem):
    """The date is one, and nobody alive can be born on it."""

    def __init__(self, born: date, why: str) -> None:
        super().__init__(f"{why} Check the year.", born)


def read_date_of_birth(
    text: str,
    today: date,
    *,
    day_first: bool = True,
    month_names: Sequence[str] = (),
) -> date | None:
    """Read a date of birth in any common way of writing it; ``None`` for no text.

    Parameters
    ----------
    text : str
        ``1984-05-07``, ``19840507``, ``7.5.1984``, ``7 May 84`` and the like.
    today : date
        Years of two digits lie in the hundred years up to it.
    day_first : bool
        Whether 5/7 is the fifth of July, where both are possible.
    month_names : sequence of str
        Names from January on besides the English ones, twelve to a language.

    Raises
    ------
    NotADate
        If it is none.
    NoDateOfBirth
        If it lies in the future, or too long ago.
    """
    if not text.strip():
        return None
    year, month, day = _parts(text, day_first, (*MONTHS, *month_names))
    try:
        born = date(_full(year, month, day, today), month, day)
    except ValueError as error:
        raise NotADate(text) from error
    if born > today:
        raise NoDateOfBirth(born, "This date is in the future.")
    if today.year - born.year > OLDEST_YEARS:
        raise NoDateOfBirth(born, f"This date is more than {OLDEST_YEARS} years ago.")
    return born


def read_local_date_of_birth(text: str, today: date) -> date | None:
    """Read a date of birth as it is written where this computer stands."""
    day_first, names = _written_here()
    return read_date_of_birth(text, today, day_first=day_first, month_names=names)


def read_local_day(text: str) -> date:
    """Read a day of this century as it is written where this computer stands.

    Raises
    ------
    NotADate
        If it is none.
    """
    day_first, names = _written_here()
    year, month, day = _parts(text, day_first, (*MONTHS, *names))
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    except ValueError as error:
        raise NotADate(text) from error


def _written_here() -> tuple[bool, list[str]]:
    """Whether the day comes before the month, and names of months."""
    locale = QLocale.system()
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    kinds = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    names = [locale.monthName(number, kind) for kind in kinds for number in range(1, 13)]
    return form.find("d") < form.find("M"), names


def date_words(day: date) -> str:
    """Write a date so that no one takes the day for the month: ``7 May 1984``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """Write a date with its weekday: ``Monday 7 May 1984``."""
    return f"{DAYS[day.weekday()]} {date_words(day)}"


def short_date(day: date, *, year: bool = False, weekday: bool = False) -> str:
    """Write a date where there is little room: ``22 Oct``, ``Mon 22 Oct 2026``."""
    parts = [DAYS[day.weekday()][:3]] if weekday else []
    parts += [f"{day.day} {MONTHS[day.month - 1][:3]}"]
    return " ".join([*parts, str(day.year)] if year else parts)


def day_words(day: date, today: date) -> str:
    """Write a day of the past shortly: ``today``, ``yesterday``, ``22 May``, ``22 May 2025``."""
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return short_date(day, year=day.year != today.year)


def years_between(born: date, today: date) -> int:
    """Age in whole years."""
    before = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - before


def local_day(utc: str) -> date:
    """Day of a moment in UTC (ISO 8601) on the clock of this computer."""
    moment = datetime.fromisoformat(utc)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone().date()


def today_here() -> date:
    """Day on the clock of this computer."""
    now = QDate.currentDate()
    return date(now.year(), now.month(), now.day())


def _parts(text: str, day_first: bool, names: Sequence[str]) -> tuple[str, int, int]:  # noqa: FBT001
    found = [part.casefold() for part in _PARTS.findall(text)]
    words = [part for part in found if not part.isdecimal() and part not in _FILLERS]
    numbers = [part for part in found if part.isdecimal()]
    if len(words) == 1 and len(numbers) == 2:
        first, second = numbers
        year, day = (first, second) if len(first) > 2 else (second, first)
        return year, _month(words[0], names, text), int(day)
    if words:
        raise NotADate(text)
    if len(numbers) == 1 and len(numbers[0]) == 8:
        whole = numbers[0]
        return whole[:4], int(whole[4:6]), int(whole[6:])
    if len(numbers) != 3:
        raise NotADate(text)
    if len(numbers[0]) > 2:
        return numbers[0], int(numbers[1]), int(numbers[2])
    day, month = int(numbers[0]), int(numbers[1])
    if month > 12 or (not day_first and day <= 12):
        day, month = month, day
    return numbers[2], month, day


def _month(word: str, names: Sequence[str], text: str) -> int:
    for place, name in enumerate(names):
        whole = name.casefold().rstrip(".")
        if word == whole or (len(word) >= _LEAST_LETTERS and whole.startswith(word)):
            return place % 12 + 1
    raise NotADate(text)


def _full(year: str, month: int, day: int, today: date) -> int:
    """Year with its century: that of the latest such date that is not in the future."""
    if len(year) not in (2, 4):
        raise ValueError(year)
    if len(year) == 4:
        return int(year)
    century = today.year - today.year % 100
    later = (int(year), month, day) > (today.year % 100, today.month, today.day)
    return century + int(year) - (100 if later else 0)
