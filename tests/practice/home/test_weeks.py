"""Weeks of practice: days are counted, nothing can be broken."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.practice.home.weeks import (
    LEAST_S,
    Done,
    practised_days,
    weeks_to,
)

FRIDAY = date(2026, 5, 22)


def test_four_weeks_run_from_monday_and_the_last_one_holds_today():
    weeks = weeks_to(FRIDAY, {date(2026, 4, 28), date(2026, 5, 19)})
    assert [week.monday for week in weeks.weeks] == [
        date(2026, 4, 27),
        date(2026, 5, 4),
        date(2026, 5, 11),
        date(2026, 5, 18),
    ]
    assert weeks.headline == "2 days of practice."
    assert [day.ahead for day in weeks.weeks[-1].days] == [False] * 5 + [True] * 2


def test_two_practices_on_a_day_make_one_day_and_a_moment_makes_none():
    done = [Done(FRIDAY, 600), Done(FRIDAY, 60), Done(FRIDAY - timedelta(1), LEAST_S - 1)]
    assert practised_days(done) == {FRIDAY}


def test_a_month_without_practice_is_told_kindly():
    weeks = weeks_to(FRIDAY, ())
    assert weeks.headline == "Any day can be the first."
    assert "good day to come back" in weeks.words


@given(
    st.dates(date(2000, 1, 8), date(2100, 1, 1)),
    st.sets(st.integers(0, 200)),
    st.integers(1, 20),
)
def test_any_weeks_are_whole_in_order_and_count_just_the_days_they_show(today, ago, count):
    practised = {today - timedelta(days=days) for days in ago}
    weeks = weeks_to(today, practised, count)
    shown = [day for week in weeks.weeks for day in week.days]
    assert len(shown) == 7 * count
    assert all(b.day - a.day == timedelta(days=1) for a, b in pairwise(shown))
    assert shown[0].day.weekday() == 0
    assert today in {day.day for day in shown[-7:]}
    assert weeks.practised == len(practised & {day.day for day in shown})


def test_no_week_at_all_is_refused():
    with pytest.raises(ValueError, match="at least one week"):
        weeks_to(FRIDAY, (), 0)
