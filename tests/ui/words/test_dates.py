"""Dates of birth are taken as people write them, and refused in a clear sentence."""

import re
from datetime import date
from pathlib import Path

import pytest

import coherence_desktop
from coherence_desktop.ui.words.dates import (
    NoDateOfBirth,
    NotADate,
    date_words,
    day_words,
    long_date,
    read_date_of_birth,
    short_date,
    years_between,
)

TODAY = date(2026, 5, 22)
BORN = date(1984, 5, 7)


@pytest.mark.parametrize(
    "text",
    [
        "1984-05-07",
        "1984/5/7",
        "1984.05.07",
        "19840507",
        "7.5.1984",
        "07/05/1984",
        " 7 . 5 . 84 ",
        "7 May 1984",
        "7th of May, 1984",
        "May 7, 1984",
        "7 may 84",
        "1984 May 7",
    ],
)
def test_any_common_way_of_writing_it_is_taken(text: str) -> None:
    assert read_date_of_birth(text, TODAY) == BORN


def test_where_the_month_comes_first_it_is_read_first() -> None:
    assert read_date_of_birth("5/7/1984", TODAY, day_first=False) == BORN
    assert read_date_of_birth("5/17/1984", TODAY, day_first=True) == date(1984, 5, 17)
    assert read_date_of_birth("17/5/1984", TODAY, day_first=False) == date(1984, 5, 17)


def test_months_in_the_language_of_the_computer_are_known() -> None:
    german = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"]
    german += ["August", "September", "Oktober", "November", "Dezember"]
    assert read_date_of_birth("7. Mai 1984", TODAY, month_names=german) == BORN
    assert read_date_of_birth("3. März 1990", TODAY, month_names=german) == date(1990, 3, 3)


def test_two_digits_of_a_year_mean_the_last_one_that_is_past() -> None:
    assert read_date_of_birth("22.5.26", TODAY) == TODAY
    assert read_date_of_birth("23.5.26", TODAY) == date(1926, 5, 23)


def test_nothing_is_no_date_of_birth() -> None:
    assert read_date_of_birth("  ", TODAY) is None


@pytest.mark.parametrize(
    "text", ["31.2.1984", "7.13.1984x", "spring", "12", "7 5", "1984-05", "0.5.1984", "7 Foo 1984"]
)
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotADate) as told:
        read_date_of_birth(text, TODAY)
    assert "1984-05-07" in told.value.message
    assert told.value.value == text


@pytest.mark.parametrize(
    ("text", "why"), [("2026-05-23", "future"), ("23 May 2099", "future"), ("1.1.1899", "ago")]
)
def test_a_year_in_which_nobody_here_was_born_is_refused(text: str, why: str) -> None:
    with pytest.raises(NoDateOfBirth, match=why):
        read_date_of_birth(text, TODAY)


def test_dates_are_written_so_that_no_one_takes_the_day_for_the_month() -> None:
    assert date_words(BORN) == "7 May 1984"
    assert read_date_of_birth(date_words(BORN), TODAY) == BORN
    assert day_words(TODAY, TODAY) == "today"
    assert day_words(date(2026, 5, 21), TODAY) == "yesterday"
    assert day_words(date(2026, 4, 2), TODAY) == "2 Apr"
    assert day_words(date(2025, 4, 2), TODAY) == "2 Apr 2025"


def test_age_counts_whole_years() -> None:
    assert years_between(BORN, date(2026, 5, 6)) == 41
    assert years_between(BORN, date(2026, 5, 7)) == 42


def test_days_and_months_have_their_english_names_whatever_the_system_speaks():
    assert long_date(TODAY) == "Friday 22 May 2026"
    assert short_date(TODAY) == "22 May"
    assert short_date(BORN, year=True, weekday=True) == "Mon 7 May 1984"
    package = Path(coherence_desktop.__file__).parent
    by_the_system = re.compile(r"%[aAbBcxX](?![a-z])")  # which Qt sets to the user's language
    found = [path for path in package.rglob("*.py") if by_the_system.search(path.read_text())]
    assert found == []
