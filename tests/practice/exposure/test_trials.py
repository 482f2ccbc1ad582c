"""What a log says of its trials, whatever order things were told in and wherever it stops."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.events import (
    Answer,
    Ended,
    Marker,
    Note,
    Notice,
    Paused,
    Phase,
    PhaseExtended,
    Rating,
    Recovery,
    Resumed,
    Started,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import PHASES, PhaseSpan
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.session import SessionEngine

LENGTHS_S = (60.0, 60.0, 60.0, 120.0, 90.0, 60.0)
PLANNED = dict(zip(PHASES, LENGTHS_S, strict=True))


@pytest.fixture
def started():
    def make(t=0.0, number=1, **more) -> TrialStarted:
        agreed = {
            "exercise_id": "running_in_place",
            "exercise_name": "Running in place",
            "planned_s": PLANNED,
        }
        return TrialStarted(t, number=number, **agreed | more)

    return make


@pytest.fixture
def whole(started):
    """A trial from 10 s on, without a session around it."""

    def make(t=10.0, number=1) -> list:
        starts = [t + sum(LENGTHS_S[:k]) for k in range(len(PHASES))]
        timed = {"baseline", "induce", "stay", "recover"}
        phases = [
            Phase(at, name, target_s=PLANNED[name] if name in timed else None)
            for name, at in zip(PHASES, starts, strict=True)
        ]
        end_s = t + sum(LENGTHS_S)
        return [started(t, number), *phases, TrialEnded(end_s), Phase(end_s, "rest")]

    return make


def test_a_log_without_a_trial_has_none():
    assert trials_of([]) == ()
    assert trials_of([Phase(0.0, "breathe"), Rating(3.0, "distress", 4.0), Ended(9.0)]) == ()


def test_phases_last_until_the_next_and_the_trial_until_the_rest(whole):
    (trial,) = trials_of([*whole(), Ended(500.0)])
    assert trial.phases[0] == PhaseSpan("predict", 10.0, 70.0, None, 0.0)
    assert trial.phases[3] == PhaseSpan("stay", 190.0, 310.0, 120.0, 0.0)
    assert [phase.name for phase in trial.phases] == list(PHASES)
    assert (trial.start_s, trial.end_s, trial.ended_s) == (10.0, 460.0, 460.0)
    assert trial.end_reason is TrialEndReason.COMPLETED
    assert trial.skipped == ()


def test_back_to_back_trials_share_their_edge_by_the_order_of_the_log(whole, started):
    first = whole(0.0)[:-1]
    log = [
        *first[:-1],
        Rating(450.0, "confidence", 60.0),
        first[-1],
        started(450.0, 2),
        Rating(450.0, "expected_likelihood", 40.0),
        Ended(470.0),
    ]
    one, two = trials_of(log)
    assert one.end_s == two.start_s == 450.0
    assert one.rated("confidence") == 60.0
    assert one.rated("expected_likelihood") is None
    assert two.rated("expected_likelihood") == 40.0
    assert (one.number, two.number) == (1, 2)


def test_what_is_told_late_belongs_to_where_its_time_lies(whole):
    log = [
        *whole(),
        Marker(150.0, "Dizzy", "dizzy"),
        Rating(149.0, "distress", 70.0),
        Note(400.0, "Held on to the chair"),
        Rating(465.0, "distress", 5.0),
        Ended(500.0),
    ]
    (trial,) = trials_of(log)
    assert trial.markers == (Marker(150.0, "Dizzy", "dizzy"),)
    assert trial.ratings == (Rating(149.0, "distress", 70.0),)
    assert [note.text for note in trial.notes] == ["Held on to the chair"]


def test_the_last_rating_and_the_last_answer_count(whole):
    log = whole()
    log[2:2] = [
        Rating(20.0, "expected_likelihood", 80.0),
        Answer(21.0, "fear", "I will faint"),
        Rating(30.0, "expected_likelihood", 60.0),
        Answer(31.0, "fear", "I will fall"),
    ]
    (trial,) = trials_of(log)
    assert trial.rated("expected_likelihood") == 60.0
    assert trial.answered("fear") == "I will fall"
    assert len(trial.ratings_on("expected_likelihood")) == 2
    assert len(trial.answers) == 2
    assert trial.answered("learned") is None


def test_what_was_added_to_a_phase_is_part_of_its_target(whole):
    log = whole()
    log.insert(5, PhaseExtended(300.0, 30.0))
    log.insert(5, PhaseExtended(250.0, 30.0))
    (trial,) = trials_of(log)
    assert trial.phase("stay").target_s == 180.0
    assert trial.phase("induce").target_s == 60.0


def test_a_stopped_trial_tells_when_and_keeps_what_was_learned(started):
    log = [
        started(0.0),
        Phase(0.0, "predict"),
        Phase(20.0, "baseline", target_s=60.0),
        Phase(80.0, "induce", target_s=60.0),
        Notice(100.0, kind="ceiling", message="Above the agreed 157 bpm for 5 s", value=161.0),
        TrialEnded(110.0, TrialEndReason.STOPPED),
        Phase(110.0, "learn"),
        Answer(120.0, "learned", "It passed"),
        Phase(130.0, "rest"),
        Ended(140.0),
    ]
    (trial,) = trials_of(log)
    assert (trial.end_reason, trial.ended_s, trial.end_s) == (TrialEndReason.STOPPED, 110.0, 130.0)
    assert trial.phase("induce").end_s == 110.0
    assert trial.phase("learn") == PhaseSpan("learn", 110.0, 130.0)
    assert trial.answered("learned") == "It passed"
    assert trial.notices[0].value == 161.0
    assert trial.skipped == (), "stay and recover were not passed over: they were never reached"


def test_phases_passed_over_are_skipped_and_those_left_out_are_not(started):
    planned = {name: PLANNED[name] for name in PHASES if name != "recover"}
    log = [
        started(0.0, planned_s=planned, recovery=Recovery.NONE),
        Phase(0.0, "predict"),
        Phase(20.0, "induce", target_s=60.0),
        Phase(80.0, "learn"),
        TrialEnded(90.0),
        Phase(90.0, "rest"),
    ]
    (trial,) = trials_of(log)
    assert trial.skipped == ("baseline", "stay")


def test_phases_that_are_still_to_come_are_not_skipped(started):
    (trial,) = trials_of([started(0.0), Phase(0.0, "predict"), Phase(9.0, "induce")])
    assert trial.skipped == ("baseline",)
    assert trial.end_reason is None


def test_a_log_that_stops_in_a_trial_gives_it_up_to_there(whole):
    (trial,) = trials_of([*whole()[:5], Rating(200.0, "distress", 55.0)])
    assert trial.end_reason is None
    assert trial.ended_s is None
    assert trial.end_s == 200.0
    assert trial.phase("stay") == PhaseSpan("stay", 190.0, 200.0, 120.0)
    assert trial.rated("distress") == 55.0


def test_a_session_that_ends_in_a_trial_ends_it(whole):
    log = [
        *whole()[:5],
        TrialEnded(220.0, TrialEndReason.SESSION_ENDED),
        Ended(220.0),
        Marker(215.0, "Late", "mark"),
    ]
    (trial,) = trials_of(log)
    assert trial.end_s == 220.0
    assert trial.end_reason is TrialEndReason.SESSION_ENDED
    assert [mark.label for mark in trial.markers] == ["Late"]


def test_pauses_are_known_to_the_trial_and_to_each_phase(whole):
    log = [
        Started(0.0, started_utc="", timezone="", utc_offset_s=0, app_version=""),
        Paused(0.0),
        Resumed(12.0),
        *whole(),
    ]
    log.insert(8, Resumed(330.0))
    log.insert(8, Paused(300.0))
    (trial,) = trials_of(log)
    assert trial.pauses == ((10.0, 12.0), (300.0, 330.0))
    stay = trial.phase("stay")
    assert (stay.rested_s, stay.practised_s) == (10.0, 110.0)
    assert trial.phase("recover").rested_s == 20.0


def test_trials_of_one_step_belong_together(started):
    one, two = trials_of([started(0.0, step_id="seated"), started(5.0, 2)])
    assert (one.step, two.step) == ("seated", "running_in_place")


COMMANDS = st.sampled_from(
    [
        TrialStarted(0.0, exercise_id="a", exercise_name="A", planned_s=PLANNED),
        *(Phase(0.0, name) for name in (*PHASES, "rest")),
        PhaseExtended(0.0, 30.0),
        TrialEnded(0.0),
        TrialEnded(0.0, TrialEndReason.STOPPED),
        Rating(0.0, "distress", 40.0),
        Marker(0.0, "Dizzy", "dizzy"),
        Paused(0.0),
        Resumed(0.0),
    ]
)


@given(st.lists(st.tuples(st.floats(0.0, 70.0), COMMANDS), max_size=60), st.booleans())
def test_whatever_people_do_no_rating_is_lost_and_no_phase_left_open(steps, ends):
    engine = SessionEngine(ExposureSession(), standstill_s=math.inf)
    log = engine.receive(Started(0.0, started_utc="", timezone="", utc_offset_s=0, app_version=""))
    t = 0.0
    for wait_s, command in steps:
        t += wait_s
        log += engine.tick(t)
        log += engine.receive(msgspec.structs.replace(command, t=t))
    if ends:
        log += engine.receive(Ended(t))
    trials = trials_of(log)
    assert [trial.started for trial in trials] == [e for e in log if isinstance(e, TrialStarted)]
    phases = [event for event in log if isinstance(event, Phase) and event.name != "rest"]
    assert [(span.name, span.start_s) for trial in trials for span in trial.phases] == [
        (phase.name, phase.t) for phase in phases
    ]
    for trial in trials:
        edges = [span.end_s for span in trial.phases]
        assert edges == sorted(edges)
        assert all(span.practised_s <= span.end_s - span.start_s for span in trial.phases)
        assert not edges or edges[-1] == trial.end_s
    kept = [rating for trial in trials for rating in trial.ratings]
    assert len(kept) == len(set(map(id, kept)))
    inside = [
        event
        for event in log
        if isinstance(event, Rating)
        and any(trial.start_s < event.t < trial.end_s for trial in trials)
    ]
    assert all(any(event is rating for rating in kept) for event in inside)
