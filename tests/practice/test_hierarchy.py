"""A hierarchy is ranked, reordered and filled up without ever losing a step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.chart import Step, TriedOnce
from coherence_desktop.practice import hierarchy
from coherence_desktop.practice.exercises import load_exercises

AT = "2026-05-01T08:00:00+00:00"
EXERCISES = load_exercises().by_id


def step(
    id_: str, expected: float | None = None, exercise: str = "", duration: float | None = None
):
    return Step(
        id=id_,
        title=id_,
        exercise_id=exercise,
        duration_s=duration,
        expected_distress=expected,
    )


STEPS = (step("s1", 10.0), step("s2", 30.0), step("s3", 50.0))


def ids(steps) -> list[str]:
    return [each.id for each in steps]


@pytest.mark.parametrize(
    ("step_id", "to", "order"),
    [
        ("s1", 2, ["s2", "s3", "s1"]),
        ("s3", 0, ["s3", "s1", "s2"]),
        ("s2", 1, ["s1", "s2", "s3"]),
        ("s2", 99, ["s1", "s3", "s2"]),
        ("s2", -99, ["s2", "s1", "s3"]),
    ],
)
def test_a_step_is_moved_to_a_place(step_id, to, order):
    assert ids(hierarchy.move_step(STEPS, step_id, to)) == order


def test_a_step_is_moved_by_one_with_a_key_and_stops_at_the_ends():
    assert ids(hierarchy.shift_step(STEPS, "s1", 1)) == ["s2", "s1", "s3"]
    assert hierarchy.shift_step(STEPS, "s1", -1) == STEPS
    assert hierarchy.shift_step(STEPS, "s3", 1) == STEPS


@given(
    st.permutations(range(6)),
    st.lists(st.tuples(st.integers(0, 5), st.integers(-8, 8)), max_size=10),
)
def test_no_order_of_moves_loses_or_doubles_a_step(order, moves):
    steps = tuple(step(f"s{n}") for n in order)
    for number, by in moves:
        steps = hierarchy.shift_step(steps, f"s{number}", by)
    assert sorted(ids(steps)) == [f"s{n}" for n in range(6)]


def test_a_new_step_goes_after_another_or_becomes_the_easiest():
    new = step("s4")
    assert ids(hierarchy.insert_step(STEPS, new, after="s2")) == ["s1", "s2", "s4", "s3"]
    assert ids(hierarchy.insert_step(STEPS, new)) == ["s4", "s1", "s2", "s3"]
    with pytest.raises(ValueError, match="already"):
        hierarchy.insert_step(STEPS, step("s2"))


def test_a_step_is_changed_in_its_place_and_taken_out():
    changed = step("s2", 80.0)
    assert hierarchy.replace_step(STEPS, changed) == (STEPS[0], changed, STEPS[2])
    assert ids(hierarchy.remove_step(STEPS, "s2")) == ["s1", "s3"]


@pytest.mark.parametrize(
    "act",
    [
        lambda: hierarchy.move_step(STEPS, "s9", 0),
        lambda: hierarchy.shift_step(STEPS, "s9", 1),
        lambda: hierarchy.insert_step(STEPS, step("s8"), after="s9"),
        lambda: hierarchy.replace_step(STEPS, step("s9")),
        lambda: hierarchy.remove_step(STEPS, "s9"),
        lambda: hierarchy.release_step(STEPS, "s9"),
        lambda: hierarchy.step_between(STEPS, "s9", "s8", EXERCISES),
    ],
)
def test_a_step_that_is_gone_is_told(act):
    with pytest.raises(hierarchy.StepGone, match="no longer in the hierarchy") as gone:
        act()
    assert gone.value.value == "s9"


def test_steps_are_ranked_by_expected_distress_and_unrated_ones_come_last():
    steps = (step("a"), step("b", 50.0), step("c", 0.0), step("d", 50.0), step("e"))
    assert ids(hierarchy.rank_by_expected(steps)) == ["c", "b", "d", "a", "e"]


def test_what_was_tried_once_becomes_the_ranking():
    tried = [
        TriedOnce(AT, exercise_id="spinning", duration_s=20.0, distress=70.0),
        TriedOnce(AT, exercise_id="staring", duration_s=60.0, distress=90.0),
        TriedOnce(AT, exercise_id="straw_breathing", duration_s=5.0, distress=40.0),
        TriedOnce(AT, exercise_id="staring", duration_s=60.0, distress=15.0),
        TriedOnce(AT, exercise_id="no_longer_there", duration_s=60.0, distress=15.0),
        TriedOnce(AT, exercise_id="head_rush", duration_s=30.0),
    ]
    there = (step("s2", 55.0, "spinning", 60.0),)
    steps = hierarchy.steps_from_tried(there, tried, EXERCISES)
    assert [(s.id, s.exercise_id, s.duration_s, s.expected_distress) for s in steps] == [
        ("s1", "staring", 60.0, 15.0),
        ("s3", "straw_breathing", 20.0, 40.0),
        ("s2", "spinning", 60.0, 55.0),
        ("s4", "head_rush", 30.0, None),
    ]
    assert steps[0].title == "Staring"


def test_a_step_between_two_doses_of_an_exercise_lies_halfway():
    steps = (step("s1", 20.0, "staring", 60.0), step("s2", 50.0, "staring", 180.0))
    new = hierarchy.step_between(steps, "s1", "s3", EXERCISES)
    assert (new.id, new.exercise_id, new.duration_s) == ("s3", "staring", 120.0)
    assert new.expected_distress == 35.0


def test_a_step_before_another_exercise_is_half_of_that_as_far_as_it_permits():
    steps = (step("s1", 20.0, "staring", 60.0), step("s2", None, "spinning", 60.0))
    new = hierarchy.step_between(steps, "s1", "s3", EXERCISES)
    assert (new.exercise_id, new.duration_s, new.expected_distress) == ("spinning", 30.0, None)
    short = (steps[0], step("s2", 40.0, "spinning", 12.0))
    assert hierarchy.step_between(short, "s1", "s3", EXERCISES).duration_s == 10.0


def test_after_the_hardest_step_the_same_is_offered_once_more_without_an_expectation():
    new = hierarchy.step_between(STEPS, "s3", "s4", EXERCISES)
    assert (new.id, new.title, new.expected_distress) == ("s4", "s3", None)


def test_a_shorter_step_keeps_to_what_the_exercise_permits():
    half = hierarchy.shorter(step("s1", 60.0, "spinning", 60.0), "s2", EXERCISES)
    assert (half.id, half.duration_s, half.expected_distress) == ("s2", 30.0, None)
    assert hierarchy.shorter(half, "s3", EXERCISES).duration_s == 15.0
    assert hierarchy.shorter(step("s1"), "s2", EXERCISES).duration_s is None


def test_at_home_only_released_steps_that_nothing_locks_are_offered():
    steps = (step("s1", 10.0, "staring"), step("s2", 20.0, "spinning"), step("s3", 30.0))
    for released in ("s1", "s2", "s3"):
        steps = hierarchy.release_step(steps, released)
    steps = hierarchy.release_step(steps, "s3", released=False)
    locks = {"spinning": "This exercise waits."}
    assert ids(hierarchy.steps_for_home(steps, locks)) == ["s1"]
    assert hierarchy.steps_for_home(STEPS, {}) == ()


def test_a_proposed_step_is_not_released_for_home_because_its_neighbour_was():
    steps = hierarchy.release_step(STEPS, "s2")
    assert not hierarchy.step_between(steps, "s1", "s4", EXERCISES).released_for_home
    assert not hierarchy.shorter(steps[1], "s4", EXERCISES).released_for_home
