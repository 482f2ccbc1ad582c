"""An assessment runs by its plan: parts, pace, skipping, pausing, going on after the app died."""

import numpy as np
import pytest

from coherence_desktop.events import (
    Ended,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PhaseExtended,
    PracticeStarted,
    Reopened,
    Resumed,
    TrialEnded,
    decode,
    encode,
)
from coherence_desktop.practice import assessments
from coherence_desktop.practice.assessments import Assessment
from coherence_desktop.practice.assessments.parts import AFTER, part, parts_of
from coherence_desktop.practice.assessments.protocols import fine_rates, ordered
from coherence_desktop.practice.assessments.state import Standing
from coherence_desktop.practice.pattern import InvalidPattern, Pattern

SHORT = {"baseline_s": 20.0, "rate_s": 60.0, "rest_s": 10.0}


def rates(log):
    return [Pattern.of(event).rate_per_min for event in log if isinstance(event, PacerChange)]


def test_every_assessment_is_listed_with_its_name_and_length():
    told = {one.id: (one.name, one.duration_s) for one in assessments.all()}
    assert set(told) == {
        "resonance_stepped",
        "resonance_sliding",
        "resonance_fine",
        "deep_breathing",
        "resting",
    }
    assert told["resonance_stepped"][1] == pytest.approx(120 + 5 * 120 + 4 * 60)
    assert told["resonance_sliding"][1] == pytest.approx(120 + 897, abs=2)
    assert told["resting"][1] == 300.0
    assert all(name for name, _ in told.values())


def test_it_says_what_is_assessed_and_comes_to_its_first_part(begun):
    run = begun("resonance_stepped", **SHORT)
    started, first = run.log[1:]
    assert isinstance(started, PracticeStarted)
    assert (started.kind, started.practice_id) == ("assessment", "resonance_stepped")
    assert list(started.planned_s)[:3] == ["baseline", "breathe_6.5", "rest_1"]
    assert first == Phase(0.0, "baseline", "Baseline", 20.0)
    assert decode(encode(started)) == started


def test_steps_are_breathed_at_their_rates_with_free_breathing_between(begun):
    run = begun("resonance_stepped", **SHORT)
    for t in range(500):
        run.tick(float(t))
    assert rates(run.log) == pytest.approx([6.5, 6.0, 5.5, 5.0, 4.5])
    assert sum(isinstance(event, PacerStopped) for event in run.log) == 5
    names = [name for _, name in run.phases()]
    assert names[0] == "baseline"
    assert names[1::2] == ["breathe_6.5", "breathe_6", "breathe_5.5", "breathe_5", "breathe_4.5"]
    assert names[2:-1:2] == ["rest_1", "rest_2", "rest_3", "rest_4"]
    assert names[-1] == AFTER
    assert run.engine.pacer is None


def test_a_rate_ends_with_a_whole_breath(begun):
    run = begun("resonance_stepped", **SHORT)
    for one in run.state.parts:
        if one.rates_per_min:
            breaths = one.planned_s * one.rates_per_min[0] / 60.0
            assert breaths == pytest.approx(round(breaths))
            assert one.planned_s == pytest.approx(60.0, abs=7.0)


def test_without_rests_each_rate_begins_with_breathing_in(begun):
    run = begun("resonance_stepped", rest_s=0.0, baseline_s=0.0, rate_s=60.0)
    for t in range(330):
        run.tick(float(t))
    starts = [t for t, name in run.phases() if name.startswith("breathe")]
    spans = run.state.done
    assert len(spans) == len(starts) == 5
    for span, start in zip(spans, starts, strict=True):
        assert span.pacer.start_s == start
        assert span.pacer.at(start + 0.1).rate_per_min == pytest.approx(span.part.rates_per_min[0])


@pytest.mark.parametrize(
    ("order", "expected"),
    [("falling", (6.5, 6.0, 5.5, 5.0, 4.5)), ("rising", (4.5, 5.0, 5.5, 6.0, 6.5))],
)
def test_the_order_of_the_rates_can_be_chosen(begun, order, expected):
    run = begun("resonance_stepped", order=assessments.Order(order))
    assert [p.rates_per_min[0] for p in run.state.parts if p.rates_per_min] == list(expected)


def test_a_shuffled_order_is_told_by_its_seed():
    orders = {ordered((6.5, 6.0, 5.5, 5.0, 4.5), assessments.Order.SHUFFLED, n) for n in range(9)}
    assert len(orders) > 5
    assert all(sorted(order) == [4.5, 5.0, 5.5, 6.0, 6.5] for order in orders)
    again = ordered((4.5, 5.0, 5.5, 6.0, 6.5), assessments.Order.SHUFFLED, 3)
    assert again == ordered((6.5, 6.0, 5.5, 5.0, 4.5), assessments.Order.SHUFFLED, 3)


def test_the_second_pass_looks_around_the_best_rate_in_finer_steps(begun):
    run = begun("resonance_fine", around_per_min=5.5)
    found = [p.rates_per_min[0] for p in run.state.parts if p.rates_per_min]
    assert found == pytest.approx([5.9, 5.7, 5.5, 5.3, 5.1])
    assert min(fine_rates(3.2)) >= 3.0


def test_the_sliding_pace_changes_at_the_start_of_each_breath_only(begun):
    run = begun("resonance_sliding", baseline_s=10.0)
    t = 0.0
    while not run.practice.state.over:
        t += 0.7
        run.tick(t)
    changes = [event for event in run.log if isinstance(event, PacerChange)]
    assert len(changes) == 78
    (span,) = (one for one in run.state.done if one.part.rates_per_min)
    turns = [
        turn.t
        for turn in span.pacer.next_turns(span.start_s - 0.1, 1000.0)
        if turn.part == "inhale" and turn.t < span.end_s - 0.1
    ]
    assert len(turns) == 78
    lengths = np.diff([*turns, span.end_s])
    assert 60.0 / lengths[0] == pytest.approx(6.75)
    assert 60.0 / lengths[-1] == pytest.approx(4.25)
    assert np.diff(lengths) == pytest.approx(np.diff(lengths)[0])
    assert [event.t for event in changes[1:]] == pytest.approx(turns[:-1])


def test_a_pause_in_the_slide_goes_on_with_the_next_breath(begun):
    run = begun("resonance_sliding", baseline_s=0.0)
    for t in range(100):
        run.tick(float(t))
    run.give(Paused(100.3))
    before = len(rates(run.log))
    run.tick(400.0)
    assert len(rates(run.log)) == before
    run.give(Resumed(401.0))
    for t in range(402, 500):
        run.tick(float(t))
    told = rates(run.log)
    assert told == sorted(told, reverse=True)
    assert len(told) > before + 5
    phase = run.engine.pacer.phase_rad(np.arange(0.0, 500.0, 0.1))
    assert np.all(np.diff(phase) >= -1e-9)


def test_a_part_can_be_left_for_a_later_one_but_not_for_an_earlier(begun):
    run = begun("resonance_stepped", **SHORT)
    run.tick(5.0)
    run.give(Phase(6.0, "breathe_6"))
    assert run.phases()[-1] == (6.0, "breathe_6")
    assert run.log[-2].target_s == pytest.approx(60.0)
    assert rates(run.log) == pytest.approx([6.0])
    assert run.give(Phase(7.0, "baseline"), Phase(7.0, "breathe_9")) == []
    state = run.state
    assert state.standing("baseline") is Standing.SKIPPED
    assert state.standing("breathe_6.5") is Standing.SKIPPED
    assert state.standing("breathe_6") is Standing.CURRENT
    assert state.standing("rest_2") is Standing.NEXT


def test_skipping_shortens_what_is_planned(begun):
    run = begun("resonance_stepped", **SHORT)
    whole_s = run.engine.planned_s
    run.tick(5.0)
    run.give(Phase(6.0, "breathe_6.5"))
    assert run.engine.planned_s == pytest.approx(whole_s - 14.0)


def test_the_whole_can_be_left_and_the_guide_stops(begun):
    run = begun("resonance_stepped", **SHORT)
    run.tick(30.0)
    taken = run.give(Phase(31.0, AFTER), Phase(32.0, "breathe_6"))
    assert taken == [Phase(31.0, AFTER, "After the assessment"), PacerStopped(31.0)]
    assert run.tick(1000.0) == []
    assert run.state.over
    ended = begun("deep_breathing")
    ended.tick(20.0)
    ended.give(Ended(30.0))
    assert ended.tick(500.0) == []
    assert [span.part.name for span in ended.state.done] == ["ready", "breathe_6"]


def test_the_pace_is_that_of_the_protocol_alone(begun):
    run = begun("deep_breathing")
    run.tick(20.0)
    assert run.give(Pattern.from_rate(4.0).change_at(21.0), PacerStopped(22.0)) == []
    assert run.give(PhaseExtended(23.0, 30.0), TrialEnded(24.0)) == []
    assert run.engine.pacer.target.rate_per_min == pytest.approx(6.0)


def test_a_pause_stops_the_clock_of_the_part(begun):
    run = begun("resting")
    run.tick(100.0)
    run.give(Paused(100.0))
    run.tick(190.0)
    assert run.state.left_s(190.0) == pytest.approx(200.0)
    run.give(Resumed(200.0))
    assert run.tick(399.0) == []
    assert [event.t for event in run.tick(401.0)] == [400.0]
    (span,) = run.state.done
    assert span.pauses == ((100.0, 200.0),)
    assert span.steadiest() == (200.0, 400.0)


@pytest.mark.parametrize("practice_id", ["resonance_stepped", "resonance_sliding", "resting"])
@pytest.mark.parametrize("died_at", [3.0, 131.0, 250.0])
def test_a_session_that_died_goes_on_where_it_was(begun, practice_id, died_at):
    whole, run = begun(practice_id), begun(practice_id)
    for t in range(700):
        whole.tick(float(t))
        if t <= died_at:
            run.tick(float(t))
    again = begun(practice_id, tuple(run.log))
    again.give(
        Reopened(died_at + 100.0, reopened_utc="", whole_until_s=died_at, app_version="0.1.0")
    )
    for t in range(int(died_at) + 101, 800):
        again.tick(float(t))
    assert [name for _, name in again.phases()] == [name for _, name in whole.phases()]
    assert rates(again.log)[-1:] == pytest.approx(rates(whole.log)[-1:], abs=0.5)


def test_an_assessment_is_made_again_from_its_log_alone(begun):
    run = begun("resonance_sliding", baseline_s=30.0)
    again = Assessment.from_log(run.log)
    assert (again.practice_id, again.name) == (run.practice.practice_id, run.practice.name)
    assert again.parts == run.practice.parts
    assert Assessment.from_log([]) is None


def test_names_that_are_no_part_and_rates_that_cannot_be_paced_are_left_out():
    assert part("warm_up", 10.0) is None
    assert part("breathe_40", 10.0) is None
    assert part("slide_6_5_1", 10.0) is None
    assert part("baseline", float("nan")) is None
    assert [p.name for p in parts_of({"rest_1": 5.0, "dance": 3.0, "quiet": 0.0})] == ["rest_1"]
    with pytest.raises(InvalidPattern):
        assessments.assessment("resonance_fine", assessments.Options(around_per_min=float("nan")))
