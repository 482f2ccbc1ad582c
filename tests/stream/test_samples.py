"""What goes out of a session, and what does not."""

import math
from dataclasses import replace

import pytest

from coherence_desktop.events import (
    Answer,
    Beat,
    Device,
    Gap,
    HeartRate,
    Marker,
    Note,
    PacerChange,
    Phase,
    Rating,
    Realigned,
    WritingKept,
)
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.stream.clock import LslTime
from coherence_desktop.stream.protocol import NotUnderstood, parse_datagram
from coherence_desktop.stream.samples import COHERENCE, HEART_RATE, Samples, device_of, marker_of


def snapshot(beats: int, silence_s: float = 0.0):
    live = LiveMeasures()
    for k in range(1, beats + 1):
        live.beat(float(k), 1000.0 + 60.0 * math.sin(k * 0.63))
    return live.snapshot(beats + silence_s if silence_s else None)


def told(samples, stream: str) -> list:
    return [one for one in samples if one.stream == stream]


def test_a_measure_that_is_not_there_yet_is_not_sent():
    assert [one.stream for one in Samples().take(snapshot(20))] == [HEART_RATE]


def test_measures_stand_at_the_time_of_their_beat():
    now = snapshot(80)
    (sent,) = told(Samples().take(now), COHERENCE)
    assert sent.t == 80.0
    assert sent.values == [now.coherence.score, now.coherence.ratio, now.coherence.peak_hz]


def test_a_measure_that_goes_absent_is_told_once_as_no_number():
    samples = Samples()
    samples.take(snapshot(80))
    gone = snapshot(80, silence_s=20.0)
    (sent,) = told(samples.take(gone), COHERENCE)
    assert all(math.isnan(value) for value in sent.values)
    assert len(sent.values) == 3
    assert not samples.take(replace(gone, t=gone.t + 1))


def test_a_rate_of_the_strap_itself_is_sent_where_there_are_no_beats():
    (sent,) = Samples().take(HeartRate(3.0, 71))
    assert (sent.stream, sent.t, sent.values) == (HEART_RATE, 3.0, [71.0])


@pytest.mark.parametrize(
    ("event", "marker"),
    [
        (Marker(2.0, "Dizzy", "dizzy"), (2.0, "mark: Dizzy")),
        (Phase(3.0, "induce", "Hyperventilate", 60.0), (3.0, "phase: induce")),
        (Rating(4.0, "distress", 62.5), (4.0, "rating: distress 62.5")),
        (PacerChange(5.0, inhale_s=4.0, exhale_s=6.0), (5.0, "pace: 4 0 6 0 s")),
        (Gap(9.0, start_s=5.0, end_s=8.5, cause="silence"), (5.0, "gap: 3.500 s, silence")),
        (Realigned(9.0, 6.0, -0.12), (6.0, "beats from here moved: -0.1200 s")),
        (Note(1.0, "her name is"), (1.0, "note")),
        (Answer(1.0, "fear", "that I die"), None),
        (WritingKept(1.0, question="learned", writing_id="w"), None),
        (Beat(1.0, 800.0, 1.0), None),
    ],
)  # fmt: skip
def test_markers_tell_what_happened_and_nothing_that_was_written(event, marker):
    assert marker_of(event) == marker


def test_the_device_is_told_by_kind_not_by_name():
    device = Device(0.0, name="Ana's H10", address="A0:9E", serial="5A1B", model="polar_h10")
    assert "Ana's H10" not in device_of(device).values()
    assert not {"name", "address", "serial"} & device_of(device).keys()
    assert marker_of(device) == (0.0, "device: polar_h10")
    assert marker_of(Device(0.0, name="Ana's H10", address="A0:9E")) is None


def test_session_time_is_mapped_by_one_comparison_that_is_kept():
    now = [10.0, 1000.0]
    mapped = LslTime(lambda: now[0], 2.0, lambda: now[1])
    now[:] = [50.0, 3000.0]
    assert mapped.of(10.0) == 1000.0
    assert mapped.of(14.0) == 1002.0


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe", b"LSL:shortinfo\r\nname='x'\r\n", b"LSL:shortinfo\r\n\r\n99999 1\r\n",
     b"LSL:shortinfo\r\n\r\n-1 1\r\n", b"LSL:timedata\r\n", b"GET / HTTP/1.1\r\n\r\n"],
)  # fmt: skip
def test_a_datagram_that_is_no_question_is_not_answered(raw):
    with pytest.raises(NotUnderstood):
        parse_datagram(raw)
