"""Between sessions: boosters, reminders, goals and milestones."""

from datetime import UTC as CLOCK
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.chart import (
    BoosterDone,
    Contact,
    EmergencyContactsSet,
    GoalDropped,
    GoalRated,
    GoalSet,
    MilestoneNamed,
    MilestoneReached,
    PlanAgreed,
    ReminderSet,
    decode_entries,
    encode_entries,
)
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.home.boosters import booster_due, booster_held, months_after
from coherence_desktop.practice.home.goals import Rated, goals_due, next_id
from coherence_desktop.practice.home.reminders import is_quiet, should_remind, time_of
from coherence_desktop.practice.home.weeks import Done

UTC = "2026-05-01T10:00:00+00:00"
PLAN = PlanAgreed(UTC, day="2026-03-01", until="2026-05-31", boosters=2)


def test_a_check_in_is_due_each_month_after_the_course_as_often_as_agreed():
    assert booster_due(PLAN, (), date(2026, 6, 29)) is None
    assert booster_due(PLAN, (), date(2026, 6, 30)) == date(2026, 6, 30)
    assert booster_due(PLAN, (), date(2026, 9, 1)) == date(2026, 7, 31)
    held = [BoosterDone(UTC, day="2026-08-02")]
    assert booster_due(PLAN, held, date(2026, 12, 1)) is None


def test_check_ins_that_were_missed_do_not_pile_up():
    held = [BoosterDone(UTC, day="2026-08-02")]
    assert booster_due(PLAN, (), date(2026, 8, 1)) == date(2026, 7, 31)
    assert booster_due(PLAN, held, date(2026, 8, 3)) is None


def test_the_first_practice_since_a_check_in_is_due_is_that_check_in():
    due = date(2026, 6, 30)
    done = [Done(date(2026, 6, 1), 600), Done(date(2026, 7, 3), 600)]
    assert booster_held(due, done) == date(2026, 7, 3)
    assert booster_held(due, done[:1]) is None
    assert booster_held(None, done) is None


def test_the_last_day_of_a_month_stays_a_last_day():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


EVENING = datetime(2026, 5, 22, 19, 5, tzinfo=CLOCK)
ON = ReminderSet(UTC, on=True)


def test_reminders_are_off_unless_somebody_asks_for_them():
    assert not should_remind(Chart().reminders, EVENING, None, due=True)
    assert should_remind(ON, EVENING, None, due=True)


def test_nobody_is_reminded_twice_a_day_or_of_what_is_done():
    assert not should_remind(ON, EVENING, EVENING - timedelta(hours=3), due=True)
    assert should_remind(ON, EVENING, EVENING - timedelta(days=1), due=True)
    assert not should_remind(ON, EVENING, None, due=False)


@pytest.mark.parametrize("minutes", [-6, 26])
def test_a_reminder_comes_at_its_time_and_is_let_go_half_an_hour_later(minutes):
    assert not should_remind(ON, EVENING + timedelta(minutes=minutes), None, due=True)


def test_quiet_hours_run_over_midnight_and_win_over_a_reminder():
    late = ReminderSet(UTC, on=True, times=("23:30",))
    assert not should_remind(late, datetime(2026, 5, 22, 23, 31, tzinfo=CLOCK), None, due=True)
    assert is_quiet(late, time_of("07:59"))
    assert not is_quiet(late, time_of("08:00"))


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.lists(st.times().map(lambda at: f"{at:%H:%M}"), max_size=5),
)
def test_a_day_with_any_times_has_at_most_one_reminder_and_none_in_quiet_hours(start, times):
    settings = ReminderSet(UTC, on=True, times=tuple(times))
    told: list[datetime] = []
    for step in range(0, 24 * 60, 7):
        now = datetime.combine(start, time(), CLOCK) + timedelta(minutes=step)
        if should_remind(settings, now, told[-1] if told else None, due=True):
            told.append(now)
    assert len(told) <= 1
    assert not any(is_quiet(settings, now.time()) for now in told)


def test_a_goal_is_due_a_week_after_its_rating_and_never_once_dropped():
    entries = [
        GoalSet(UTC, day="2026-05-01", goal_id="g1", text="Climb two floors"),
        GoalRated(UTC, day="2026-05-01", goal_id="g1", value=3),
        GoalRated(UTC, day="2026-05-08", goal_id="g1", value=4),
        GoalRated(UTC, day="2026-05-08", goal_id="g1", value=5),
    ]
    goal = Chart.of(entries).goals[0]
    assert (goal.first, goal.last) == (Rated(date(2026, 5, 1), 3), Rated(date(2026, 5, 8), 5))
    assert goals_due([goal], date(2026, 5, 14)) == ()
    assert goals_due([goal], date(2026, 5, 15)) == (goal,)
    dropped = Chart.of([*entries, GoalDropped(UTC, day="2026-05-09", goal_id="g1")]).goals
    assert goals_due(dropped, date(2026, 6, 1)) == ()
    assert next_id("g", [goal.id]) == "g2"


def test_a_goal_that_was_never_set_is_not_made_up_from_its_rating():
    assert Chart.of([GoalRated(UTC, day="2026-05-01", goal_id="g9", value=3)]).goals == ()


def test_a_milestone_keeps_its_words_and_the_day_it_was_reached():
    words = "Took the stairs at work without stopping."
    chart = Chart.of(
        [
            MilestoneNamed(UTC, day="2026-05-08", milestone_id="m1", text=words),
            MilestoneReached(UTC, day="2026-05-20", milestone_id="m1"),
        ]
    )
    assert chart.milestones[0].text == words
    assert chart.milestones[0].reached_on == date(2026, 5, 20)


def test_people_to_call_stay_when_a_plan_brings_none():
    someone = Contact(name="The practice", phone="555 0100")
    chart = Chart.of([EmergencyContactsSet(UTC, contacts=(someone,)), PLAN])
    assert chart.contacts == (someone,)
    assert chart.plan == PLAN


def test_entries_between_sessions_are_read_back_as_they_were_written():
    entries = [PLAN, ON, GoalSet(UTC, day="2026-05-01", goal_id="g1", text="Film")]
    assert decode_entries(encode_entries(entries)) == entries
