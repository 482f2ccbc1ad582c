"""Today's page: one next thing, by the plan, the day and what was done."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.chart import (
    Agreed,
    BoosterDone,
    PlanAgreed,
    PlannedPractice,
    ResonanceChosen,
    Step,
)
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.home.plan import day_names, plan_to_hand_over, released_steps
from coherence_desktop.practice.home.today import State, greeting, today
from coherence_desktop.practice.home.weeks import LEAST_S, Done

UTC = "2026-05-01T10:00:00+00:00"
FRIDAY = date(2026, 5, 22)
BREATHING = PlannedPractice(
    kind="breathing",
    practice_id="resonance",
    name="Breathing at your rhythm",
    minutes=10,
    days=(2, 5),
)
KIND = PlannedPractice(
    kind="compassion", practice_id="soothing_sentence", name="Soothing rhythm", minutes=2
)
PLAN = PlanAgreed(UTC, day="2026-05-01", practices=(BREATHING, KIND), until="2026-06-30")


def done(practice: PlannedPractice, day: date = FRIDAY, duration_s: float = 600.0) -> Done:
    return Done(day, duration_s, practice.kind, practice.practice_id)


def test_the_first_practice_of_the_plan_is_due_with_dose_pace_and_whom_it_was_agreed_with():
    page = today(PLAN, [], FRIDAY, own_rate=6.2)
    assert page.state is State.DUE
    assert page.title == "Breathing at your rhythm"
    assert page.why == "10 minutes at 6.2 breaths a minute, as agreed with your clinician"
    assert page.kind_line.startswith("Ten quiet minutes today. Fewer is fine too.")
    assert page.later == (KIND,)


def test_what_was_done_makes_room_for_the_next_and_then_for_rest():
    assert today(PLAN, [done(BREATHING)], FRIDAY).practice == KIND
    both = today(PLAN, [done(BREATHING), done(KIND)], FRIDAY)
    assert both.state is State.DONE
    assert both.action == "Once more"


def test_yesterdays_practice_and_one_left_at_once_do_not_count_for_today():
    before = done(BREATHING, FRIDAY - timedelta(days=1))
    left = done(BREATHING, duration_s=LEAST_S - 1)
    assert today(PLAN, [before, left], FRIDAY).practice == BREATHING


def test_only_what_is_planned_for_the_day_of_the_week_is_due():
    wednesday = FRIDAY - timedelta(days=2)
    assert today(PLAN, [], wednesday).practice == KIND
    only = PlanAgreed(UTC, day="2026-05-01", practices=(BREATHING,))
    assert today(only, [], wednesday).state is State.REST


def test_a_longer_breathing_practice_can_be_made_three_minutes_and_a_short_one_cannot():
    short = today(PLAN, [], FRIDAY).short
    assert short is not None
    assert short.minutes == 3
    assert today(PLAN, [done(BREATHING)], FRIDAY).short is None


def test_without_a_plan_there_is_a_place_to_begin_and_a_plan_of_ones_own_says_so():
    assert today(None, [], FRIDAY).state is State.FREE
    own = PlanAgreed(UTC, day="2026-05-01", practices=(BREATHING,), agreed=Agreed.SELF)
    assert today(own, [], FRIDAY).why.endswith("as you planned it")


def test_after_the_course_a_check_in_is_due_a_month_later_and_once():
    late = date(2026, 7, 31)
    assert today(PLAN, [], date(2026, 7, 29)).state is State.FREE
    assert today(PLAN, [], late).state is State.BOOSTER
    held = [BoosterDone(UTC, day="2026-07-30")]
    assert today(PLAN, [], late, boosters=held).state is State.FREE


def test_a_released_step_is_offered_while_the_plan_runs_and_not_afterwards():
    step = Step(id="s1", title="Running in place", exercise_id="running_in_place", duration_s=30)
    plan = PlanAgreed(UTC, day="2026-05-01", until="2026-05-31", steps=(step,))
    assert today(plan, [], FRIDAY).step == step
    assert today(plan, [], date(2026, 6, 1)).step is None


def test_a_locked_exercise_is_never_among_the_released_steps():
    run = Step(id="s1", title="Run", exercise_id="running_in_place", released_for_home=True)
    stairs = Step(id="s2", title="Stairs", released_for_home=True)
    chart = Chart.of([PlanAgreed(UTC, day="2026-05-01", steps=(run, stairs))])
    assert released_steps(chart, {"running_in_place": "It waits."}) == (stairs,)


def test_a_plan_that_is_handed_over_holds_the_pace_that_was_chosen():
    chart = Chart.of([PLAN, ResonanceChosen(UTC, rate_per_min=5.8)])
    plan = plan_to_hand_over(chart, {}, at_utc=UTC, day=FRIDAY)
    assert [one.rate_per_min for one in plan.practices] == [5.8, None]
    assert plan.day == "2026-05-22"


@pytest.mark.parametrize(
    ("hour", "words"), [(4, "evening"), (5, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_the_greeting_follows_the_time_of_day(hour, words):
    assert greeting(hour) == f"Good {words}"


def test_days_of_the_week_are_told_as_people_say_them():
    assert day_names((5, 2)) == "Tuesday and Friday"
    assert day_names(()) == day_names(range(1, 8)) == "every day"


practices = st.builds(
    PlannedPractice,
    kind=st.sampled_from(["breathing", "compassion"]),
    practice_id=st.sampled_from(["resonance", "six_a_minute", "soothing_sentence"]),
    name=st.just("Practice"),
    minutes=st.floats(0.5, 60),
    days=st.lists(st.integers(1, 7), unique=True).map(tuple),
)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
plans = st.builds(
    PlanAgreed,
    st.just(UTC),
    day=days.map(date.isoformat),
    practices=st.lists(practices, max_size=4).map(tuple),
    until=st.none() | days.map(date.isoformat),
    boosters=st.integers(0, 12),
)


@given(plans, days, st.lists(st.tuples(practices, days), max_size=6))
def test_every_day_has_one_next_thing_and_what_is_due_is_planned_and_not_done(plan, day, log):
    held = [done(practice, on) for practice, on in log]
    page = today(plan, held, day)
    assert page.title
    assert page.why
    if page.state is State.DUE:
        assert page.practice in plan.practices
        assert not page.practice.days or day.isoweekday() in page.practice.days
        assert done(page.practice, day) not in held
    if page.short is not None:
        assert page.short.minutes < page.practice.minutes
