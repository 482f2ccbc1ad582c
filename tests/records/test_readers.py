"""RR intervals of other programs are read exactly, or refused with one sentence."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.records.readers import (
    Reason,
    RrFile,
    RrUnit,
    UnreadableRecording,
    read_rr_file,
)
from coherence_desktop.records.readers.text import LARGEST_BYTES

RR = [812.5, 790.0390625, 801.7578125, 822.265625]


@pytest.fixture
def file(tmp_path):
    """Write a file and read it."""

    def read(content: str | bytes, unit: RrUnit | None = None, name: str = "rr.txt") -> RrFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_rr_file(path, unit)

    return read


READABLE = {
    "one a line": "812.5\n790.0390625\n801.7578125\n822.265625\n",
    "no last end of line": "812.5\n790.0390625\n801.7578125\n822.265625",
    "Windows ends of line": "812.5\r\n790.0390625\r\n801.7578125\r\n822.265625\r\n",
    "old Mac ends of line": "812.5\r790.0390625\r801.7578125\r822.265625\r",
    "byte order mark": b"\xef\xbb\xbf812.5\n790.0390625\n801.7578125\n822.265625\n",
    "UTF-16": "812.5\n790.0390625\n801.7578125\n822.265625\n".encode("utf-16"),
    "end of file of DOS": b"812.5\n790.0390625\n801.7578125\n822.265625\n\x1a",
    "blank lines and spaces": "\n  812.5 \n\n790.0390625\t\n\n801.7578125\n822.265625\n\n\n",
    "comments": "# from a strap\n812.5\n% again\n790.0390625\n// and\n801.7578125\n822.265625\n",
    "decimal comma": "812,5\n790,0390625\n801,7578125\n822,265625\n",
    "seconds": "0.8125\n0.7900390625\n0.8017578125\n0.822265625\n",
    "seconds, decimal comma": "0,8125\n0,7900390625\n0,8017578125\n0,822265625\n",
    "ends of cells": "812.5,\n790.0390625,\n801.7578125,\n822.265625,\n",
    "all in one line": "812.5 790.0390625 801.7578125 822.265625",
    "one line with commas": "812.5, 790.0390625, 801.7578125, 822.265625",
    "header only above": "RR\n812.5\n790.0390625\n801.7578125\n822.265625\n",
    "header in words": '"RR interval [ms]"\n812.5\n790.0390625\n801.7578125\n822.265625\n',
    "column": "t_s,rr_ms,kind\n1,812.5,a\n2,790.0390625,b\n3,801.7578125,c\n4,822.265625,d\n",
    "semicolons": "t;RR-Interval;x\n1,5;812,5;\n2;790,0390625;\n3;801,7578125;\n4;822,265625;\n",
    "tabs": "beat\tIBI (s)\n1\t0.8125\n2\t0.7900390625\n3\t0.8017578125\n4\t0.822265625\n",
    "spaces": "time  nn\n1   812.5\n2   790.0390625\n3   801.7578125\n4   822.265625\n",
    "ticks in the name": "rr_1024\n832\n809\n821\n842\n",
    "ticks in a comment": "# RR in 1/1024 s\n832\n809\n821\n842\n",
    "quoted cells": '"n","rr"\n"1","812.5"\n"2","790.0390625"\n"3","801.7578125"\n"","822.265625"',
    "rows without": "t,hr,rr\n1,70,812.5\n2,71,\n3,70,790.0390625\n4,,801.7578125\n5,,822.265625",
    "preferred": "nn,rr\n1000,812.5\n1000,790.0390625\n1000,801.7578125\n1000,822.265625\n",
}


@pytest.mark.parametrize("kind", READABLE)
def test_intervals_are_read_exactly_from(file, kind):
    read = file(READABLE[kind])
    if "econds" in kind or "tabs" in kind:
        np.testing.assert_allclose(read.rr_ms, RR, rtol=1e-15)
    else:
        assert read.rr_ms.tolist() == RR


@pytest.mark.parametrize(
    ("content", "unit", "note"),
    [
        ("812\n790\n", RrUnit.MS, "2 intervals, read in ms (by the middle value)."),
        ("0.8\n", RrUnit.S, "1 interval, read in s (by the middle value)."),
        ("rr_s\n0.8\n", RrUnit.S, "1 interval, read in s (as the file says) from column 'rr_s'."),
        (
            "# ms\nx;RR\n1;812\n2;\n",
            RrUnit.MS,
            (
                "1 interval, read in ms (as the file says) from column 'RR'; "
                "1 row without one left out."
            ),
        ),
    ],
)
def test_how_it_was_read_is_stated(file, content, unit, note):
    read = file(content)
    assert (read.unit, read.note) == (unit, note)


def test_a_person_may_say_the_unit(file):
    read = file("832\n809\n", RrUnit.TICKS)
    assert read.rr_ms.tolist() == [812.5, 790.0390625]
    assert "1/1024 s (as told)" in read.note
    assert file("rr_ms\n832\n", RrUnit.TICKS).rr_ms.tolist() == [812.5]


def test_times_of_beats_come_along_if_the_file_has_them(file):
    read = file("t_s,rr_ms\n0.8125,812.5\n9.5,790\n")
    assert read.t_s is not None
    assert read.t_s.tolist() == [0.8125, 9.5]
    assert file("812\n790\n").t_s is None


REFUSED = {
    "nothing": (b"", Reason.EMPTY, "is empty"),
    "blank lines": (b"\n \n\t\n", Reason.EMPTY, "is empty"),
    "only comments": (b"# a\n# b\n", Reason.EMPTY, "only comments"),
    "only a header": (b"t,rr_ms\n", Reason.EMPTY, "no value in its column 'rr_ms'"),
    "zeros": (bytes(4096), Reason.BINARY, "is not a text file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Reason.BINARY, "is not a text file"),
    "gzip": (b"\x1f\x8b\x08\0abcd", Reason.DAMAGED, "gzip file that is damaged"),
    "half of UTF-16": (b"\xff\xfe8", Reason.BINARY, "is not a text file"),
    "prose": (b"Dear diary, today\nI breathed.\n", Reason.COLUMNS, "no column of RR intervals"),
    "other columns": (b"time,hr\n1,70\n", Reason.COLUMNS, "only 'time', 'hr'"),
    "two bare columns": (b"1 812\n2 790\n", Reason.COLUMNS, "several columns and no header"),
    "counted": (b"1,812\n2,790\n3,800\n4,8\n", Reason.COLUMNS, "line 1 is '1,812'"),
    "a damaged line": (b"812\n790\n8x1\n800\n", Reason.LINE, "line 3 is '8x1'"),
    "a damaged cell": (b"# x\nrr\n812\n\n7?9\n", Reason.LINE, "line 5 is '7?9'"),
    "a cut row": (b"a,b,rr\n1,2,812\n1,2\n", Reason.LINE, "line 3 is '1,2'"),
    "digits in groups": (b"812\n8_12\n", Reason.LINE, "line 2 is '8_12'"),
    "a zero": (b"812\n0\n790\n", Reason.LINE, "line 2: 0"),
    "a negative one": (b"812\n790\n-5\n", Reason.LINE, "line 3: -5"),
    "not a number": (b"812\nnan\n790\n", Reason.LINE, "line 2: nan"),
    "infinity": (b"812\n800\n1e999\n", Reason.LINE, "line 3: inf"),
    "ten days": (b"812\n800\n864000000\n", Reason.LINE, "line 3: 8.64e+08"),
    "heart rates": (b"70\n72\n71\n", Reason.NOT_INTERVALS, "middle value is 71"),
    "an ECG": (b"0.01\n-0.02\n0.01\n", Reason.NOT_INTERVALS, "middle value is 0.01"),
    "times": (b"\n".join(b"%.1f" % (n * 0.8) for n in range(1, 30)), Reason.NOT_INTERVALS, "grow"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_one_sentence_refuses(file, kind):
    content, reason, words = REFUSED[kind]
    with pytest.raises(UnreadableRecording) as caught:
        file(content)
    assert caught.value.reason is reason
    assert words in caught.value.message
    assert caught.value.message.startswith("rr.txt ")
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) < 220


def test_a_gigantic_file_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as huge:
        huge.truncate(LARGEST_BYTES * 1000)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableRecording, match="larger than 32 MB") as caught:
            read_rr_file(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.reason is Reason.TOO_LARGE
    assert peak < LARGEST_BYTES / 10


def test_what_is_no_file_is_refused(tmp_path):
    for path, reason in [
        (tmp_path / "absent.txt", Reason.MISSING),
        (tmp_path, Reason.NOT_A_FILE),
        (Path("/dev/zero"), Reason.NOT_A_FILE),
        (tmp_path / "a\0b", Reason.UNREADABLE),
        (tmp_path / ("a" * 5000), Reason.UNREADABLE),
    ]:
        with pytest.raises(UnreadableRecording) as caught:
            read_rr_file(path)
        assert caught.value.reason is reason


def test_a_file_that_may_not_be_read_is_refused(open_folder, read_only_for_me):
    path = open_folder / "rr.txt"
    path.write_text("812\n")
    path.chmod(0)
    read_only_for_me(open_folder)
    with pytest.raises(UnreadableRecording) as caught:
        read_rr_file(path)
    assert caught.value.reason is Reason.NOT_PERMITTED


def test_real_recordings_are_read_as_they_are(recordings, rr_of):
    for path in sorted((recordings / "rr").glob("*.txt")):
        if "labels" in path.name:
            with pytest.raises(UnreadableRecording):
                read_rr_file(path)
        else:
            read = read_rr_file(path)
            assert read.unit is RrUnit.MS
            np.testing.assert_array_equal(read.rr_ms, rr_of(path.stem))


def test_a_day_takes_no_longer_to_read_for_each_beat_than_an_hour(recordings, tmp_path, growth):
    day = recordings / "rr" / "rrhealthy_000.txt"
    hour = tmp_path / "hour.txt"
    hour.write_text("".join(day.read_text().splitlines(keepends=True)[:5000]))
    assert len(read_rr_file(day).rr_ms) == 80441
    assert growth(lambda: read_rr_file(hour), lambda: read_rr_file(day)) < 2 * 80441 / 5000


LINES = st.lists(
    st.one_of(
        st.from_regex(r"\A[0-9.,;\t +\-eE\"']{0,12}\Z"),
        st.floats(200, 3000).map(repr),
        st.sampled_from(["rr_ms", "t_s,rr", "a;b;ibi", "# 1024", "nan", '"', "1e400", "\ufeff"]),
        st.text(max_size=8),
    ),
    max_size=12,
)


@settings(max_examples=400)
@given(st.one_of(st.binary(max_size=200), LINES.map("\n".join).map(lambda t: t.encode("utf-8"))))
def test_any_bytes_give_intervals_or_a_problem(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    try:
        read = read_rr_file(path)
    except UnreadableRecording:
        return
    assert len(read.rr_ms) > 0
    assert np.all(np.isfinite(read.rr_ms) & (read.rr_ms > 0))
    assert read.t_s is None or len(read.t_s) == len(read.rr_ms)


@given(st.lists(st.integers(300, 2000), min_size=1, max_size=50))
def test_intervals_in_1024ths_survive_export_and_reading(tmp_path_factory, ticks):
    from coherence_desktop.events import Beat
    from coherence_desktop.records.export import export_rr

    rr_ms = [tick * 1000 / 1024 for tick in ticks]
    folder = tmp_path_factory.getbasetemp() / "exported"
    beats = [Beat(float(n), rr, float(n)) for n, rr in enumerate(rr_ms)]
    (path,) = export_rr(beats, folder, "session", replace=True)
    assert read_rr_file(path).rr_ms.tolist() == rr_ms
