"""A compassion practice that runs: steps, breath, leaving, and going on after the app died."""

import math

import pytest

from coherence_desktop.events import (
    Answer,
    Beat,
    Ended,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PracticeStarted,
    Rating,
    Reopened,
    Resumed,
    Started,
    TrialStarted,
    WritingKept,
)
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.programme import Programme, next_step, step_before
from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programmes import load_programmes
from coherence_desktop.practice.session import SessionEngine

STARTED = Started(
    0.0,
    started_utc="2026-03-01T10:00:00.000000Z",
    timezone="Europe/Berlin",
    utc_offset_s=3600,
    app_version="0.1.0",
)
PRACTICES = load_programmes().by_id


class Run:
    """A programme with its log; ``state`` is folded from the log, as a window does."""

    def __init__(self, name="soothing_sentence", log=()):
        self.practice = PRACTICES[name]
        programme = Programme(self.practice)
        self.engine = SessionEngine.restored(programme, log, standstill_s=math.inf)
        self.log = list(log)
        if not log:
            self.give(STARTED)

    def give(self, *events):
        taken = [one for event in events for one in self.engine.receive(event)]
        self.log.extend(taken)
        return taken

    def tick(self, t):
        taken = self.engine.tick(t)
        self.log.extend(taken)
        return taken

    @property
    def state(self):
        return ProgrammeState.of(self.log)

    def phases(self):
        return [(event.t, event.name) for event in self.log if isinstance(event, Phase)]

    def of(self, *kinds):
        return [event for event in self.log if isinstance(event, kinds)]


@pytest.fixture
def run():
    return Run()


def test_it_says_what_is_practised_and_comes_to_the_first_step(run):
    assert run.log[1:] == [
        PracticeStarted(
            0.0,
            kind="compassion",
            practice_id="soothing_sentence",
            name="Soothing rhythm, your sentence",
        ),
        Phase(0.0, "before", "How is it now?"),
    ]


def test_a_person_goes_through_all_steps_and_the_breath_is_paced_in_its_own(run):
    run.give(Phase(5.0, "arrive"), Phase(15.0, "sentence"), Phase(30.0, "breathe"))
    assert run.of(Phase)[-1] == Phase(30.0, "breathe", "Breathe, and let it be said to you", 121.0)
    assert run.engine.pacer.target == Pattern(4.5, 0.5, 5.0, 1.0, "Soothing rhythm")
    assert run.engine.pacer.start_s == 30.0
    assert run.tick(150.9) == []
    taken = run.tick(152.0)
    assert taken == [Phase(151.0, "after", "And now?"), PacerStopped(151.0)]
    assert run.engine.pacer is None
    run.give(Phase(160.0, "done"))
    assert run.state.done
    assert run.of(Phase)[-1] == Phase(160.0, "done", "After the practice")
    assert run.tick(4000.0) == []
    assert run.give(Ended(4001.0)) == [Ended(4001.0)]


def test_imagery_moves_on_by_itself_also_over_several_steps_at_once():
    run = Run("flare_up")
    run.give(Phase(3.0, "hand"))
    run.tick(100.0)
    assert run.phases()[1:] == [(3.0, "hand"), (18.0, "breathe"), (48.0, "words"), (63.0, "after")]
    assert [(event.t, type(event)) for event in run.of(PacerChange, PacerStopped)] == [
        (18.0, PacerChange),
        (48.0, PacerStopped),
    ]


def test_one_can_go_back_and_go_on_from_there(run):
    run.give(Phase(1.0, "breathe"), Phase(20.0, "sentence"))
    assert run.engine.pacer is None
    run.give(Phase(25.0, "breathe"))
    assert run.engine.pacer.start_s == 25.0
    assert run.state.left_s(30.0) == 116.0
    assert run.state.seen == ("before", "breathe", "sentence")


@pytest.mark.parametrize(
    "refused",
    [
        Phase(1.0, "before"),
        Phase(1.0, "unheard_of"),
        TrialStarted(1.0, exercise_id="x", exercise_name="x", planned_s={"induce": 10.0}),
        PacerChange(1.0, inhale_s=5.0, exhale_s=5.0),
        PacerStopped(1.0),
        Rating(1.0, "kindness", math.nan),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_makes_no_sense_is_not_recorded(run, refused):
    assert run.give(refused) == []


def test_the_pace_can_be_changed_while_one_breathes_and_stays_so(run):
    run.give(Phase(1.0, "breathe"))
    run.give(PacerChange(5.0, inhale_s=6.0, exhale_s=6.0))
    run.tick(60.0)
    assert run.engine.pacer.target == Pattern(6.0, 0.0, 6.0)


@pytest.mark.parametrize("left_in", ["before", "sentence", "breathe", "after", "done"])
def test_it_can_be_left_at_any_moment_and_everything_given_is_kept(run, left_in):
    given = [
        Rating(1.0, "kindness", 3.0),
        WritingKept(2.0, question="sentence", writing_id="W1"),
        Answer(3.0, "sensation", "a knot"),
    ]
    run.give(*given)
    run.give(Phase(4.0, left_in))
    assert run.give(Ended(30.0)) == [Ended(30.0)]
    assert run.engine.ended
    assert run.tick(500.0) == []
    assert run.of(Rating, WritingKept, Answer) == given
    assert run.state.writings == {"sentence": "W1"}
    assert run.state.answers == {"sensation": "a knot"}


def test_before_and_after_are_told_apart_by_their_step(run):
    run.give(Rating(1.0, "kindness", 3.0), Rating(2.0, "kindness", 4.0))
    run.give(Rating(2.5, "self_blame", 8.0), Phase(3.0, "after"), Rating(4.0, "kindness", 6.0))
    assert run.state.rating("before", "kindness") == 4.0
    assert run.state.changes() == {"kindness": (4.0, 6.0)}


def test_a_pause_stops_the_time_of_a_step(run):
    run.give(Phase(10.0, "breathe"), Paused(40.0))
    run.tick(500.0)
    assert run.state.step == "breathe"
    run.give(Resumed(600.0))
    assert run.state.left_s(600.0) == 91.0
    run.tick(700.0)
    assert run.phases()[-1] == (691.0, "after")


def reopened(t, whole_until_s):
    return Reopened(
        t,
        reopened_utc="2026-03-01T10:30:00.000000Z",
        whole_until_s=whole_until_s,
        app_version="0.1.0",
    )


def test_a_session_that_died_goes_on_in_its_step_with_its_breath(run):
    run.give(Rating(1.0, "kindness", 3.0), Phase(10.0, "breathe"), Beat(50.0, 900.0, 50.0))
    again = Run(log=run.log)
    again.give(reopened(300.0, 50.0))
    assert again.state.step == "breathe"
    assert again.engine.pacer.target.name == "Soothing rhythm"
    assert again.state.left_s(300.0) == 81.0
    again.tick(400.0)
    assert again.phases()[-1] == (381.0, "after")
    assert again.state.rating("before", "kindness") == 3.0


def test_a_breath_that_the_record_lost_is_paced_when_the_session_goes_on(run):
    run.give(Phase(10.0, "breathe"))
    cut = next(i for i, event in enumerate(run.log) if isinstance(event, PacerChange))
    again = Run(log=run.log[:cut])
    assert again.engine.pacer is None
    again.give(reopened(300.0, 10.0))
    assert again.engine.pacer is not None
    assert len(again.of(PacerChange)) == 1


@pytest.mark.parametrize("name", PRACTICES)
def test_every_bundled_practice_can_be_walked_forward_and_back(name):
    run = Run(name)
    t, order = 0.0, ["before"]
    while not run.state.done:
        t += 1.0
        run.give(Phase(t, next_step(run.practice, run.state.step)))
        order.append(run.state.step)
    assert order == [*(step.id for step in run.practice.steps), "done"]
    assert run.engine.pacer is None
    while (before := step_before(run.practice, run.state.step)) is not None:
        t += 1.0
        run.give(Phase(t, before))
        order.append(before)
    assert order[-1] == "before"
    assert run.engine.pacer is None
