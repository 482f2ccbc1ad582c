"""Garmin .fit: every interval of the HRV messages, and pauses by the watch's clock."""

import json

import pytest

from coherence_desktop.records.readers import Reason, UnreadableRecording, read_recording

START = 1_100_000_000


@pytest.fixture
def read(tmp_path):
    """Read the bytes of a .fit file."""

    def read_bytes(content: bytes):
        path = tmp_path / "activity.fit"
        path.write_bytes(content)
        return read_recording(path)

    return read_bytes


def test_the_slots_of_all_messages_are_intervals_and_invalid_ones_are_not(read, fit_file):
    file = fit_file().created(START).hrv(812, 790).record(START + 2).hrv(801).hrv(822, 65535, 700)
    found = read(file.bytes())
    assert found.rr_ms.tolist() == [812.0, 790.0, 801.0, 822.0, 700.0]
    assert found.t_s[-1] == pytest.approx(3.925)
    assert found.gaps == ()
    assert "5 intervals" in found.note


def second_by_second(file, start, count):
    for k in range(count):
        file.record(start + k).hrv(1000)
    return file


def test_a_pause_of_the_watch_is_a_gap(read, fit_file):
    file = second_by_second(fit_file().created(START - 600), START, 30)
    found = read(second_by_second(file, START + 90, 30).bytes())
    assert [(gap.start_s, gap.end_s) for gap in found.gaps] == [(30.0, 90.0)]
    assert found.rr_ms.tolist() == [1000.0] * 60
    assert found.t_s[-1] == 120.0


def test_several_sessions_in_one_file_follow_each_other_in_time(read, fit_file):
    one = second_by_second(fit_file().created(START), START, 20).bytes()
    two = second_by_second(fit_file().created(START + 100), START + 100, 20).bytes()
    found = read(one + two)
    assert found.rr_ms.size == 40
    assert [(gap.start_s, gap.end_s) for gap in found.gaps] == [(20.0, 100.0)]


def test_without_hrv_messages_it_says_what_to_switch_on(read, fit_file):
    with pytest.raises(UnreadableRecording, match="Log HRV") as told:
        read(fit_file().created(START).record(START).bytes())
    assert told.value.reason is Reason.EMPTY


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda raw: raw[:-30] + bytes([raw[-30] ^ 0xFF]) + raw[-29:], "its checksum is wrong"),
        (lambda raw: raw[:-20], "is cut off"),
        (lambda raw: raw[:16], "is cut off"),
    ],
)
def test_a_damaged_file_is_refused(read, fit_file, spoil, words):
    raw = second_by_second(fit_file().created(START), START, 30).bytes()
    with pytest.raises(UnreadableRecording, match=words) as told:
        read(spoil(raw))
    assert told.value.reason is Reason.DAMAGED


def test_the_command_tells_of_the_pause_and_how_the_file_was_read(analyze, fit_file, tmp_path):
    file = second_by_second(fit_file().created(START), START, 30)
    path = tmp_path / "run.fit"
    path.write_bytes(second_by_second(file, START + 90, 30).bytes())
    found = json.loads(analyze("--json", path).stdout)
    assert found["beats"] == 60
    assert found["quality"]["gaps"] == [{"start_s": 30.0, "end_s": 90.0, "cause": "pause"}]
    shown = analyze(path).stdout
    assert "Gap from 30.0 to 90.0 s (pause)" in shown
    assert "reading: 60 intervals, read in 1/1000 s from HRV messages." in shown
