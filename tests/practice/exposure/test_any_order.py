"""Whatever people, strap and clock do, in whatever order, the log of an exposure stays sound."""

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.events import (
    Answer,
    Beat,
    Contact,
    Ended,
    Gap,
    Marker,
    Note,
    PacerStopped,
    Paused,
    Phase,
    PhaseExtended,
    Prompt,
    PromptRested,
    Rating,
    Recovery,
    Reopened,
    Resumed,
    Started,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
    decode,
    encode,
)
from coherence_desktop.practice.exposure import ExposureSession, TrialState
from coherence_desktop.practice.exposure.phases import PHASES, REST, TIMED
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.practice.steering import Steering

LOCKED = {"spinning": "It waits for your clinician."}
SAID = (Rating, Answer, Marker, Note)

strange = st.sampled_from([math.nan, math.inf, -math.inf, 1e9, -1.0])
times = st.one_of(st.floats(0.0, 300.0), st.floats(0.0, 300.0), strange)
seconds = st.one_of(st.floats(0.0, 40.0), strange)
planned = st.dictionaries(st.sampled_from(PHASES), seconds, max_size=6)
trials = st.builds(
    TrialStarted,
    times,
    exercise_id=st.sampled_from(["running", "spinning"]),
    exercise_name=st.just("x"),
    planned_s=st.one_of(st.just(dict.fromkeys(PHASES, 20.0)), planned),
    recovery=st.sampled_from(Recovery),
    pace=st.one_of(st.none(), st.tuples(seconds, seconds, seconds, seconds)),
    prompt_every_s=st.one_of(st.just(10.0), seconds),
    ceiling_bpm=st.one_of(st.none(), st.floats(60.0, 160.0)),
)
said = st.one_of(
    st.builds(Rating, times, st.sampled_from(["distress", "sensation"]), st.floats(0.0, 100.0)),
    st.builds(Answer, times, st.just("fear"), st.just("words")),
    st.builds(Marker, times, st.just(""), st.just("mark")),
    st.builds(Note, times, st.just("words")),
)
commands = st.one_of(
    trials,
    st.builds(Phase, times, st.sampled_from([*PHASES, REST, "other"])),
    st.builds(PhaseExtended, times, seconds),
    st.builds(TrialEnded, times, st.sampled_from(TrialEndReason)),
    st.builds(Paused, times),
    st.builds(Resumed, times),
    st.builds(PacerStopped, times),
)
heart = st.one_of(
    st.builds(Beat, times, st.floats(250.0, 2000.0), times),
    st.builds(Contact, times, st.sampled_from([True, False, None])),
    st.builds(Gap, times, start_s=times, end_s=times, cause=st.just("silence")),
)
reopened = st.builds(
    Reopened, times, reopened_utc=st.just(""), whole_until_s=times, app_version=st.just("")
)
ends = st.builds(Ended, times)
anything = st.lists(
    st.one_of(times, times, said, commands, commands, heart, reopened, ends), max_size=60
)
onward = st.lists(
    st.tuples(st.floats(0.0, 8.0), st.one_of(st.none(), said, commands, heart)), max_size=60
)
standstills = st.sampled_from([10.0, math.inf])


def begun(standstill_s=math.inf):
    engine = SessionEngine(ExposureSession(locked=LOCKED), standstill_s=standstill_s)
    return engine, engine.receive(
        Started(0.0, started_utc="", timezone="", utc_offset_s=0, app_version="")
    )


def fed(engine, item):
    return engine.tick(item) if isinstance(item, float) else engine.receive(item)


def at(event, t):
    """The same event at another time; of a beat, heard then."""

    later = {"received_s": t} if isinstance(event, Beat) else {}
    return msgspec.structs.replace(event, t=t, **later)


def sound(log):
    """Check everything that holds for each log of an exposure, ended or not."""
    course = [event for event in log if isinstance(event, Steering)]
    assert [event.t for event in course] == sorted(event.t for event in course)
    assert all(math.isfinite(event.t) for event in log)
    ours = [event for event in log if not isinstance(event, Gap | Beat | Reopened)]
    assert [decode(encode(event)) for event in ours] == ours
    state = TrialState()
    for event in log:
        match event:
            case TrialStarted():
                assert event.exercise_id not in LOCKED
                assert state.trial is None or state.ended is not None
                assert event.number == state.trials + 1
            case TrialEnded():
                assert state.trial is not None
                assert state.ended is None
            case Phase() if event.name in PHASES:
                assert state.trial is not None
                assert state.phase == "" or PHASES.index(event.name) > PHASES.index(state.phase)
                assert state.ended is None or event.name == "learn"
                assert (event.target_s is not None) == (event.name in TIMED)
            case Phase():
                assert event.name == REST
                assert state.trial is None or state.ended is not None
            case PhaseExtended():
                assert state.phase in TIMED
            case Prompt():
                assert state.prompt is None
                assert state.phase in ("induce", "stay", "recover")
            case PromptRested():
                assert state.prompt == event.scale
            case Ended():
                assert state.trial is None or state.ended is not None
        state = state.after(event)
    return state


@settings(max_examples=300, deadline=None)
@given(anything, standstills)
def test_no_order_of_inputs_loses_a_rating_or_leaves_a_trial_open(sequence, standstill_s):
    engine, log = begun(standstill_s)
    told = []
    for item in [*sequence, Ended(400.0)]:
        ended_s = next((event.t for event in log if isinstance(event, Ended)), math.inf)
        out = fed(engine, item)
        log += out
        if isinstance(item, SAID) and (ended_s == math.inf or -math.inf < item.t <= ended_s):
            told.append((type(item), item.t))
            assert any(type(event) is type(item) for event in out)
    state = sound(log)
    kept = [(type(event), event.t) for event in log if isinstance(event, SAID)]
    for kind, t in told:
        if math.isfinite(t):
            kept.remove((kind, t))
    assert state.session_ended
    assert all(trial.end_reason is not None for trial in trials_of(log))
    assert all(span.end_s >= span.start_s for trial in trials_of(log) for span in trial.phases)


@settings(max_examples=200, deadline=None)
@given(onward, standstills)
def test_no_phase_takes_longer_than_planned_and_pauses_are_not_counted(steps, standstill_s):
    engine, log = begun(standstill_s)
    t = 0.0
    log += engine.receive(
        TrialStarted(
            t, exercise_id="running", exercise_name="x", planned_s=dict.fromkeys(PHASES, 20.0)
        )
    )
    for step_s, event in steps:
        t += step_s
        log += fed(engine, t if event is None else at(event, t))
        log += engine.tick(t)
        state = sound(log)
        assert state.phase_target_s is None or state.into_s(t) <= state.phase_target_s + 1e-6
        assert state.clock_s(t) == pytest.approx(engine.elapsed(t))
    paused_s, since_s = 0.0, None
    for event in log:
        if isinstance(event, Paused):
            since_s = event.t
        elif isinstance(event, Resumed):
            paused_s, since_s = paused_s + event.t - since_s, None
    paused_s += 0.0 if since_s is None else t - since_s
    assert engine.elapsed(t) == pytest.approx(t - paused_s)


@settings(max_examples=200, deadline=None)
@given(onward, st.integers(0, 60), st.integers(0, 3))
def test_a_session_restored_from_its_log_goes_on_as_if_it_had_not_died(steps, at_step, lost):
    engine, log = begun()
    t, again, log_again = 0.0, None, []
    for number, (step_s, event) in enumerate(steps):
        t += step_s
        if number == at_step:
            again = SessionEngine.restored(
                ExposureSession(locked=LOCKED), log, standstill_s=math.inf
            )
            log_again = list(log)
            cut = log[: len(log) - lost]
            torn = SessionEngine.restored(ExposureSession(locked=LOCKED), cut)
            sound([*cut, *torn.tick(t), *torn.receive(Ended(t))])
        item = t if event is None else at(event, t)
        log += fed(engine, item)
        if again is not None:
            log_again += fed(again, item)
    if again is not None:
        assert log_again == log
        assert again.state is engine.state
        assert (again.pacer is None) == (engine.pacer is None)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0.01, 9.0), min_size=1, max_size=60), trials, st.floats(60.0, 2000.0))
def test_how_often_time_is_told_changes_nothing_of_a_trial(steps, trial, rr_ms):
    (fine, fine_log), (coarse, _) = begun(), begun()
    first = [at(trial, 1.0), Beat(1.0, rr_ms, received_s=1.0), Phase(2.0, "induce")]
    for event in first:
        fine_log = fine.receive(event)
        coarse.receive(event)
    t, fine_log = 2.0, []
    for step_s in steps:
        t += step_s
        fine_log += fine.tick(t)
    coarse_log = coarse.tick(t)
    assert [type(event) for event in fine_log] == [type(event) for event in coarse_log]
    assert [e.t for e in fine_log] == pytest.approx([e.t for e in coarse_log], abs=1e-6)
