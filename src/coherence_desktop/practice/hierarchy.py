"""Ranking of a client's steps: every function gives new steps and leaves the old ones alone."""

from collections.abc import Iterable, Mapping
from itertools import count

from msgspec.structs import replace

from coherence_desktop.chart import Step, TriedOnce
from coherence_desktop.errors import Problem
from coherence_desktop.practice.exercises import Exercise

Steps = tuple[Step, ...]
"""From the easiest to the hardest."""

SHORTER_SHARE = 0.5


class StepGone(Problem):
    """A step that is not, or no longer, in the hierarchy; ``value`` is its id."""

    def __init__(self, step_id: str) -> None:
        super().__init__(
            "This step is no longer in the hierarchy. Open the hierarchy again.", step_id
        )


def place_of(steps: Steps, step_id: str) -> int:
    """Place of a step, from 0.

    Raises
    ------
    StepGone
        If there is none with this id.
    """
    for place, step in enumerate(steps):
        if step.id == step_id:
            return place
    raise StepGone(step_id)


def move_step(steps: Steps, step_id: str, to: int) -> Steps:
    """Move a step to a place, from 0; beyond an end means that end.

    Raises
    ------
    StepGone
        If there is none with this id.
    """
    moved = steps[place_of(steps, step_id)]
    others = remove_step(steps, step_id)
    place = min(max(to, 0), len(others))
    return (*others[:place], moved, *others[place:])


def shift_step(steps: Steps, step_id: str, by: int) -> Steps:
    """Move a step by so many places towards the harder end (negative: the easier).

    Raises
    ------
    StepGone
        If there is none with this id.
    """
    return move_step(steps, step_id, place_of(steps, step_id) + by)


def insert_step(steps: Steps, step: Step, after: str | None = None) -> Steps:
    """Put a new step after another; ``None`` makes it the easiest.

    Raises
    ------
    StepGone
        If there is none to put it after.
    ValueError
        If there is a step with its id already.
    """
    if any(step.id == other.id for other in steps):
        raise ValueError(f"there is a step {step.id!r} already")
    place = 0 if after is None else place_of(steps, after) + 1
    return (*steps[:place], step, *steps[place:])


def replace_step(steps: Steps, step: Step) -> Steps:
    """Put a changed step in the place of the one with the same id.

    Raises
    ------
    StepGone
        If there is none with this id.
    """
    place = place_of(steps, step.id)
    return (*steps[:place], step, *steps[place + 1 :])


def remove_step(steps: Steps, step_id: str) -> Steps:
    """Take a step out.

    Raises
    ------
    StepGone
        If there is none with this id.
    """
    place = place_of(steps, step_id)
    return (*steps[:place], *steps[place + 1 :])


def release_step(steps: Steps, step_id: str, *, released: bool = True) -> Steps:
    """Release a step for practice at home, or take that back.

    Raises
    ------
    StepGone
        If there is none with this id.
    """
    step = steps[place_of(steps, step_id)]
    return replace_step(steps, replace(step, released_for_home=released))


def steps_for_home(steps: Steps, locks: Mapping[str, str]) -> Steps:
    """Give the steps that are released for home and whose exercise is not locked."""
    return tuple(s for s in steps if s.released_for_home and s.exercise_id not in locks)


def rank_by_expected(steps: Steps) -> Steps:
    """Order by expected distress; equals keep their order, those without a value come last."""
    rated = [step for step in steps if step.expected_distress is not None]
    rated.sort(key=lambda step: step.expected_distress or 0.0)
    return (*rated, *(step for step in steps if step.expected_distress is None))


def step_between(
    steps: Steps, after: str, step_id: str, exercises: Mapping[str, Exercise]
) -> Step:
    """Propose a step between one and the next harder one; insert it with `insert_step`.

    It is the harder step with a dose halfway between the two, or, where they are different
    exercises, with half its duration. Its expected distress is halfway. After the hardest step
    there is nothing to go halfway to: it is that step once more, without an expectation.

    Raises
    ------
    StepGone
        If there is no step to come after.
    """
    place = place_of(steps, after)
    easier = steps[place]
    if place + 1 == len(steps):
        return replace(easier, id=step_id, expected_distress=None, released_for_home=False)
    harder = steps[place + 1]
    duration_s = harder.duration_s
    if harder.duration_s is not None:
        if harder.exercise_id == easier.exercise_id and easier.duration_s is not None:
            duration_s = (easier.duration_s + harder.duration_s) / 2
        else:
            duration_s = harder.duration_s * SHORTER_SHARE
        duration_s = _permitted(harder.exercise_id, duration_s, exercises)
    expected = None
    if easier.expected_distress is not None and harder.expected_distress is not None:
        expected = (easier.expected_distress + harder.expected_distress) / 2
    return replace(
        harder,
        id=step_id,
        duration_s=duration_s,
        expected_distress=expected,
        released_for_home=False,
    )


def shorter(step: Step, step_id: str, exercises: Mapping[str, Exercise]) -> Step:
    """Propose the same step for half its time, as far as the exercise permits.

    A step without a duration stays as it is but for its id and expectation.
    """
    duration_s = step.duration_s
    if duration_s is not None:
        duration_s = _permitted(step.exercise_id, duration_s * SHORTER_SHARE, exercises)
    return replace(
        step, id=step_id, duration_s=duration_s, expected_distress=None, released_for_home=False
    )


def steps_from_tried(
    steps: Steps,
    tried: Iterable[TriedOnce],
    exercises: Mapping[str, Exercise],
    first_id: str = "s1",
) -> Steps:
    """Build the ranking from what was tried once, beside the steps that are there.

    Each tried exercise that has no step yet gets one, with the distress that was felt as the one
    to expect; then all are ranked. An exercise tried several times counts as tried last. Ids
    count up from ``first_id`` (see `Chart.next_step_id`).
    """
    there = {step.exercise_id for step in steps}
    taken = {step.id for step in steps}
    numbers = count(int(first_id.removeprefix("s")))
    ids = (f"s{number}" for number in numbers if f"s{number}" not in taken)
    latest = {result.exercise_id: result for result in tried}
    new = [
        Step(
            id=next(ids),
            title=exercises[result.exercise_id].name,
            exercise_id=result.exercise_id,
            duration_s=_permitted(result.exercise_id, result.duration_s, exercises),
            expected_distress=result.distress,
        )
        for result in latest.values()
        if result.exercise_id not in there and result.exercise_id in exercises
    ]
    return rank_by_expected((*steps, *new))


def _permitted(exercise_id: str, duration_s: float, exercises: Mapping[str, Exercise]) -> float:
    exercise = exercises.get(exercise_id)
    return duration_s if exercise is None else exercise.permitted(duration_s)
