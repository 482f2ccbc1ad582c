"""Exports of other apps are read as they are, gzipped or not, or refused with one sentence."""

import gzip
import tracemalloc

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

RR = [812.0, 790.0, 801.0, 822.0]


@pytest.fixture
def file(tmp_path):
    """Write a file and read it."""

    def read(content: str | bytes, name: str = "rr.txt") -> RrFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_rr_file(path)

    return read


KUBIOS_REPORT = """Kubios HRV Analysis Report
==========================
Software:,Kubios HRV (ver 3.5.0)
Date:,02-Feb-2024
RESULTS FOR SINGLE SAMPLES
RR interval time series
Mean RR (ms):,806.3
RR Intervals (ms)
-----------------
812
790

801
822
FREQUENCY-DOMAIN RESULTS
0.04
"""
KUBIOS_TABLE = """Kubios HRV;3.5
Parameters
RR interval series
Detrending;Smoothn priors
RR INTERVAL DATA AND SPECTRUM ESTIMATES
;;;FFT spectrum;
Time;RR interval;;Frequency;PSD
(s);(s);;(Hz);(s^2/Hz)
0,812;0,812;;0,00;0,1
1,602;0,790;;0,01;0,2
2,403;0,801;;0,02;0,3
3,225;0,822;;0,03;0,4
;;;0,04;0,5
;;;0,05;0,6
"""
READABLE = {
    "Kubios, series": "# SIGNAL/SERIES EXPORT - KUBIOS\n# File: a.txt\n812\n790\n801\n822\n",
    "Kubios, table": "Time (s),RR (s)\n0.812,0.812\n1.602,0.79\n2.403,0.801\n3.225,0.822\n",
    "Kubios, units below": "Time,RR\n(s),(ms)\n0.812,812\n1.602,790\n2.403,801\n3.225,822\n",
    "Kubios, report": KUBIOS_REPORT,
    "Kubios, table in a report": KUBIOS_TABLE,
    "Elite HRV": "812\n790\n801\n822\n",
    "Elite HRV, header": "RR Intervals (ms)\r\n812\r\n790\r\n801\r\n822\r\n",
    "Elite HRV, title": "Elite HRV export\nDate: today\n812\n790\n801\n822\n",
    "HRV Logger": (
        "date,rr,since start\n2024-02-02 09:00:00.0,812,0\n2024-02-02 09:00:00.8,790,812\n"
        "2024-02-02 09:00:01.6,801,1602\n2024-02-02 09:00:02.4,822,2403\n"
    ),
    "HRV Logger, newer": (
        "timestamp, rr, since_start\n1706864400000, 812, 0\n1706864400812, 790, 812\n"
        "1706864401602, 801, 1602\n1706864402403, 822, 2403\n"
    ),
    "HRV4Training": 'date,HR,rMSSD,RR\n2024-02-02,74.4,19.1,"812,790,801,822"\n',
    "HRV4Training, brackets": "date;HR;rr_intervals\n2024-02-02;74;[812, 790, 801, 822]\n",
    "HRV4Training, spaces": "date,RR intervals,note\n2024-02-02,812 790 801 822,well\n",
    "packets": 'time,rr\n1,"812,790"\n2,\n3,"801"\n4,822\n',
    "packets, semicolons": "time;rr\n1;812\n2;\n3;790,801,822\n",
    "Polar, RR": (
        "Phone timestamp;RR-interval [ms]\n2024-02-02T09:00:00.000;812\n"
        "2024-02-02T09:00:00.812;790\n2024-02-02T09:00:01.602;801\n2024-02-02T09:00:02.403;822\n"
    ),
    "Polar, commas": (
        "Phone timestamp,RR-interval [ms]\n2024-02-02 09:00:00.000,812\n"
        "2024-02-02 09:00:00.812,790\n2024-02-02 09:00:01.602,801\n2024-02-02 09:00:02.403,822\n"
    ),
    "Polar, rates with RR": (
        "Phone timestamp;HR [bpm];RR-interval [ms];\n2024-02-02T09:00:00;74;812;\n"
        "2024-02-02T09:00:01;74\n2024-02-02T09:00:02;75;790;801;\n2024-02-02T09:00:03;75;822\n"
    ),
    "Polar, rates and more": (
        "Phone timestamp;HR [bpm] \n2024-02-02T09:00:00;74;812\n"
        "2024-02-02T09:00:01;74\n2024-02-02T09:00:02;75;790;801\n2024-02-02T09:00:03;75;822;\n"
    ),
    "ours": (
        "t_s,rr_ms,kind,corrected_ms\n0.812,812,normal,812\n1.602,790,extra,\n"
        "2.403,801,missed,400 401\n3.225,822,normal,822\n"
    ),
}


@pytest.mark.parametrize("kind", READABLE)
def test_every_interval_is_read_from(file, kind):
    assert file(READABLE[kind]).rr_ms.tolist() == pytest.approx(RR, rel=1e-15)
    zipped = file(gzip.compress(READABLE[kind].encode()), "rr.txt.gz")
    assert zipped.rr_ms.tolist() == pytest.approx(RR, rel=1e-15)


def test_how_a_report_was_read_is_stated(file):
    assert file(KUBIOS_TABLE).note == (
        "4 intervals, read in s (as the file says) from column 'RR interval (s)'."
    )
    assert "in ms (as the file says) from column 'RR Intervals (ms)'" in file(KUBIOS_REPORT).note
    assert file(READABLE["Polar, rates and more"]).unit is RrUnit.MS


REFUSED = {
    "days of HRV4Training": (
        'date,RR\n2024-02-02,"' + "812," * 30 + '"\n2024-02-03,"' + "790," * 30 + '"\n',
        Reason.SEVERAL,
        "2 recordings, one a row",
    ),
    "a damaged list": ('date,RR\nx,"812,7x0,801"\n', Reason.LINE, "line 2"),
    "an empty list": ("date;RR\nx;[]\n", Reason.LINE, "line 2"),
    "HRV4Training without RR": ("date,HR,rMSSD\nx,60,40\n", Reason.COLUMNS, "'rMSSD'"),
    "only rates of Polar": (
        "Phone timestamp;HR [bpm];HRV [ms];Breathing interval [rpm];\n2024-02-02T09:00:00;74;;;\n",
        Reason.COLUMNS,
        "ends with _RR",
    ),
    "only rates of an older Polar": (
        "Phone timestamp;HR [bpm]\n2024-02-02T09:00:00;74;\n",
        Reason.COLUMNS,
        "ends with _RR",
    ),
    "an ECG of Polar": (
        "Phone timestamp;sensor timestamp [ns];timestamp [ms];ecg [uV]\nx;1;0.0;812\n",
        Reason.COLUMNS,
        "'ecg [uV]'",
    ),
    "a report with a damaged line": (
        KUBIOS_REPORT.replace("801", "8?1"),
        Reason.LINE,
        "line 13 is '8?1'",
    ),
    "a report with a zero": (KUBIOS_REPORT.replace("801", "0"), Reason.LINE, "line 13: 0"),
    "a report without RR": ("Kubios HRV report\nMean RR (ms):,812\n", Reason.COLUMNS, "Kubios"),
    "a mislabelled report": (
        "RR interval data\n70\n72\n71\n",
        Reason.NOT_INTERVALS,
        "middle value is 71",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_one_sentence_refuses(file, kind):
    content, reason, words = REFUSED[kind]
    with pytest.raises(UnreadableRecording) as caught:
        file(content)
    assert caught.value.reason is reason
    assert words in caught.value.message
    assert caught.value.message.startswith("rr.txt ")
    assert len(caught.value.message) < 240


WHOLE = gzip.compress(b"812\n790\n801\n822\n" * 50)


def test_gzip_in_members_and_with_zeros_at_the_end_is_read(file):
    halves = gzip.compress(b"812\n790\n") + gzip.compress(b"801\n822\n") + bytes(16)
    assert file(halves, "rr.txt.gz").rr_ms.tolist() == RR


@pytest.mark.parametrize(
    "content",
    [
        WHOLE[:-9],
        WHOLE[:12],
        WHOLE[:20] + bytes([WHOLE[20] ^ 0x55]) + WHOLE[21:],
        WHOLE[:-6] + b"abcdef",
        WHOLE + b"812\n",
        gzip.compress(b"") * 5000,
    ],
    ids=["cut off", "only a head", "a changed byte", "a wrong sum", "text behind", "splinters"],
)
def test_damaged_gzip_is_refused(file, content):
    with pytest.raises(UnreadableRecording, match="damaged or cut off") as caught:
        file(content, "rr.txt.gz")
    assert caught.value.reason is Reason.DAMAGED


def test_gzip_of_something_else_is_refused(file):
    for inside, reason in [
        (b"", Reason.EMPTY),
        (b"\x89PNG\r\n\x1a\n\0", Reason.BINARY),
        (WHOLE, Reason.BINARY),
    ]:
        with pytest.raises(UnreadableRecording) as caught:
            file(gzip.compress(inside), "rr.txt.gz")
        assert caught.value.reason is reason


def test_a_gzip_bomb_is_left_at_the_limit(tmp_path):
    path = tmp_path / "bomb.gz"
    bomb = gzip.compress(b"812\n" * (LARGEST_BYTES // 2))
    path.write_bytes(bomb * 50)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableRecording, match="unpacks to more than 32 MB") as caught:
            read_rr_file(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.reason is Reason.TOO_LARGE
    assert peak < 4 * LARGEST_BYTES  # unpacked it would be 25 times the limit


def test_study_recordings_are_read_as_they_are(recordings):
    paths = sorted((recordings / "study").glob("*/*.txt.gz"))
    assert paths
    for path in paths[::4]:
        values = [float(line) for line in gzip.decompress(path.read_bytes()).split()]
        assert read_rr_file(path).rr_ms.tolist() == values


APP_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Kubios HRV;3.5",
                "RR interval data",
                "Time;RR interval",
                "(s);(s)",
                "0,8;0,812",
                "-----",
                "Elite HRV",
                "Phone timestamp;HR [bpm]",
                "Phone timestamp;RR-interval [ms];",
                "x;74;812;790",
                "date,RR",
                'x,"812,790,801"',
                "[812 790]",
                "812",
                "0.79",
            ]
        ),
        st.from_regex(r"\A[0-9.,;\[\]\t \-\"'a-z]{0,12}\Z"),
        st.text(max_size=6),
    ),
    max_size=10,
)


@settings(max_examples=400)
@given(APP_LINES.map("\n".join), st.booleans(), st.integers(0, 12))
def test_any_export_gives_intervals_or_a_problem(tmp_path_factory, text, zipped, cut):
    raw = text.encode()
    if zipped:
        raw = gzip.compress(raw)[: -cut or None]
    path = tmp_path_factory.getbasetemp() / "any_export.csv"
    path.write_bytes(raw)
    try:
        read = read_rr_file(path)
    except UnreadableRecording:
        return
    assert len(read.rr_ms) > 0
    assert np.all(np.isfinite(read.rr_ms) & (read.rr_ms > 0))
