"""A session whose process died is gone on with: in the same log, at the right times."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from coherence_desktop.acquisition.anchor import started_now
from coherence_desktop.acquisition.continuation import Continuation
from coherence_desktop.acquisition.running import RunningSession
from coherence_desktop.events import (
    Beat,
    BeatJudged,
    Gap,
    Marker,
    PacerChange,
    Paused,
    Phase,
    Realigned,
    Reopened,
    Resumed,
    Started,
)
from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.sensors.timeline import timeline

DIED_AGO_S = 40.0
WHOLE_S = 30.0
BEATS_BEFORE = 29


class LateBeats:
    """Beats from ``first_s`` on, told as fast as they can be; so many, or with these intervals."""

    def __init__(self, first_s: float, beats: int | list[float]) -> None:
        rr_ms = [1000.0] * beats if isinstance(beats, int) else beats
        times = [first_s + sum(rr_ms[1 : k + 1]) / 1000.0 for k in range(len(rr_ms))]
        self.beats = [Beat(t, rr, t) for t, rr in zip(times, rr_ms, strict=True)]

    async def run(self, clock, emit) -> None:
        for beat in self.beats:
            emit(beat)
        await asyncio.Event().wait()


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield library


@pytest.fixture
def died(library) -> str:
    """A session of paced breathing that began 70 s ago and died 40 s ago."""
    started = started_now(title="Breathing", source="strap")
    began = datetime.now(UTC) - timedelta(seconds=WHOLE_S + DIED_AGO_S)
    session = library.start_session(
        Started(
            0.0,
            started_utc=began.isoformat(timespec="microseconds"),
            timezone=started.timezone,
            utc_offset_s=started.utc_offset_s,
            app_version=started.app_version,
        )
    )
    recorder = Recorder(library, session)
    recorder.add(Pattern.from_rate(6.0).change_at(0.0, glide=False))
    recorder.add(Phase(0.0, "breathe", "Follow the wave, 6 a minute", 600.0))
    for k in range(BEATS_BEFORE):
        recorder.add(Beat(1.0 + k, 1000.0, 1.1 + k))
    recorder.add(Marker(WHOLE_S, "Mark 1"))
    recorder.flush()
    recorder.abandon()
    return session


def continued(library, session, sensor, *, then=lambda running: None):
    heard: list[object] = []
    running = RunningSession(
        Breathing(None, 600.0),
        lambda _: sensor,
        source="strap",
        library=library,
        continuing=session,
        listener=heard.append,
    )
    deadline = time.monotonic() + 20.0
    while not any(isinstance(one, Reopened) for one in heard) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    then(running)
    assert running.end().state == "closed"
    return heard, library.events(session)


def only(events, kind):
    (found,) = (event for event in events if isinstance(event, kind))
    return found


def test_the_clock_is_still_that_of_the_start(library, died):
    heard, log = continued(library, died, LateBeats(75.0, 5))
    reopened = only(log, Reopened)
    assert reopened.t == pytest.approx(WHOLE_S + DIED_AGO_S, abs=5.0)
    assert reopened.whole_until_s == WHOLE_S
    # The time in between is a pause, and the pace goes on as it was.
    assert only(log, Paused).t == WHOLE_S
    assert only(log, Resumed).t == reopened.t
    assert len([event for event in log if isinstance(event, PacerChange)]) == 1
    assert heard[: len(log[: log.index(reopened)])] == log[: log.index(reopened)]


def test_the_time_between_is_a_gap_up_to_the_first_new_beat(library, died):
    _, log = continued(library, died, LateBeats(75.0, 5))
    gap = only(log, Gap)
    assert (gap.start_s, gap.end_s, gap.cause) == (BEATS_BEFORE, 74.0, "app_died")
    known = timeline(log)
    assert known.t[BEATS_BEFORE - 1 : BEATS_BEFORE + 1].tolist() == [BEATS_BEFORE, 75.0]
    assert [type(event) for event in log[log.index(gap) : log.index(gap) + 2]] == [Gap, Beat]


def test_without_a_new_beat_the_gap_lasts_to_the_end(library, died):
    _, log = continued(library, died, LateBeats(75.0, 0))
    assert only(log, Gap).end_s == pytest.approx(log[-1].t, abs=0.5)


def test_beats_are_counted_and_judged_through(library, died):
    split = [1000.0] * 12 + [400.0, 600.0] + [1000.0] * 8
    _, log = continued(library, died, LateBeats(75.0, split))
    judged = [event for event in log if isinstance(event, BeatJudged)]
    # The session's beats go on counting where the record ended.
    assert {event.index for event in judged} == {BEATS_BEFORE + 12, BEATS_BEFORE + 13}
    assert library.session(died).beats == BEATS_BEFORE + len(split)


def test_a_beat_that_the_strap_tells_again_is_not_counted_twice(library, died):
    continued(library, died, LateBeats(float(BEATS_BEFORE), 1))
    assert library.session(died).beats == BEATS_BEFORE


def test_marks_go_on_counting(library, died):
    _, log = continued(
        library, died, LateBeats(75.0, 2), then=lambda running: running.mark("mark", "", 76.0)
    )
    assert [event.label for event in log if isinstance(event, Marker)] == ["Mark 1", "Mark 2"]


def test_a_clock_that_was_set_back_does_not_take_the_session_back():
    began = datetime.now(UTC) + timedelta(hours=1)
    log = [
        Started(0.0, started_utc=began.isoformat(), timezone="", utc_offset_s=0, app_version=""),
        Beat(900.0, 1000.0, 901.0),
    ]
    assert Continuation(log).elapsed_s() == 900.0


def test_the_last_beat_is_where_a_realignment_put_it():
    log = [
        Started(
            0.0, started_utc="2026-05-22T19:00:00Z", timezone="", utc_offset_s=0, app_version=""
        ),
        Beat(10.0, 1000.0, 10.1),
        Realigned(11.0, 5.0, 0.5),
    ]
    (gap,) = Continuation(log).gap_to_the_end(60.0)
    assert gap.start_s == 10.5
