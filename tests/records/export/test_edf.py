"""EDF+ opens in programs of others, with the same values and everything at its time."""

import sys
from datetime import datetime, timedelta
from types import SimpleNamespace

import edfio
import mne
import msgspec
import numpy as np
import pyedflib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.events import Beat, BeatJudged, BeatKind, Ended, Marker, Note
from coherence_desktop.records.export import ExportExists, ExportNeedsPackage, export_edf
from coherence_desktop.records.readers import read_recording


def by_edfio(path) -> SimpleNamespace:
    file = edfio.read_edf(path)
    return SimpleNamespace(
        began=datetime.combine(file.startdate, file.starttime),
        signals={signal.label: signal.data for signal in file.signals},
        marks=[(a.onset, a.duration or 0.0, a.text) for a in file.annotations],
        patient=f"{file.patient.code} {file.patient.name}",
    )


def by_pyedflib(path) -> SimpleNamespace:
    with pyedflib.EdfReader(str(path)) as file:
        onsets, durations, texts = file.readAnnotations()
        labels = file.getSignalLabels()
        return SimpleNamespace(
            began=file.getStartdatetime(),
            signals={label: file.readSignal(at) for at, label in enumerate(labels)},
            marks=list(zip(onsets, np.maximum(durations.astype(float), 0.0), texts, strict=True)),
            patient=f"{file.getPatientCode()} {file.getPatientName()}",
        )


def by_mne(path) -> SimpleNamespace:
    raw = mne.io.read_raw_edf(path, preload=True, verbose="error")
    told = raw.annotations
    return SimpleNamespace(
        began=raw.info["meas_date"].replace(tzinfo=None),
        signals=dict(zip(raw.ch_names, raw.get_data(), strict=True)),
        marks=list(zip(told.onset, told.duration, told.description, strict=True)),
        patient="",
    )


READERS = pytest.mark.parametrize("read", [by_edfio, by_pyedflib, by_mne])


@pytest.fixture(scope="module")
def path(tmp_path_factory, session):
    (path,) = export_edf(session, tmp_path_factory.mktemp("edf"))
    return path


@READERS
def test_everything_that_happened_is_found_at_its_time(path, expected, read, called):
    marks = read(path).marks
    beats = np.sort([onset for onset, _, text in marks if text == "R"])
    np.testing.assert_allclose(beats, expected["Beat"], rtol=0, atol=1e-4)
    for event, times in expected.items():
        if event == "Beat":
            continue
        kind = called[event]
        found = np.sort([onset for onset, _, text in marks if text.split(":")[0] == kind])
        np.testing.assert_allclose(found, times, rtol=0, atol=1e-4, err_msg=event)
    rest = [text for _, _, text in marks if text.split(":")[0] == "judged"]
    assert len(marks) == sum(map(len, expected.values())) + len(rest)


@READERS
def test_the_file_begins_when_the_session_began(path, session, read):
    began = session.summary.started.replace(tzinfo=None)
    apart = (read(path).began - began).total_seconds()
    assert abs(apart) < (1e-3 if read is by_edfio else 1.0)  # the others tell whole seconds


@READERS
@pytest.mark.parametrize("micros", [0, 999_999, 140_891, 596_853, 519_501, 878_393])
def test_it_opens_whatever_the_fraction_of_the_second_in_which_it_began(
    tmp_path, started, session_of, read, micros
):
    utc = f"2026-05-22T21:59:58.{micros:06d}+00:00"
    began = msgspec.structs.replace(started, started_utc=utc)
    beats = [Beat(0.8 * n, 800.0, 0.8 * n) for n in range(1, 50)]
    session = session_of([began, *beats, Ended(40.0)])
    told = read(*export_edf(session, tmp_path))
    found = [onset for onset, _, text in told.marks if text == "R"]
    np.testing.assert_allclose(np.sort(found), [beat.t for beat in beats], rtol=0, atol=1e-5)
    apart = told.began - session.summary.started.replace(tzinfo=None)
    assert abs(apart) < timedelta(seconds=1e-5 if read is by_edfio else 1)


@READERS
def test_signals_are_those_of_the_beats_and_0_where_they_are_missing(path, session, read):
    signals = read(path).signals
    times = np.arange(signals["RR"].size) / 4.0
    at = np.searchsorted(session.t_s, times).clip(max=session.t_s.size - 1)
    inside = (times <= session.t_s[at]) & (times > session.t_s[at] - session.rr_ms[at] / 1000.0)
    assert inside.mean() > 0.9
    np.testing.assert_allclose(signals["RR"][inside], session.rr_ms[at][inside], atol=0.026)
    assert (signals["RR"][~inside] == 0).all()
    (gap,) = session.gaps
    lost = (times > gap.start_s) & (times < gap.end_s)
    assert (signals["HR"][lost] == 0).all()
    known = (times > session.t_s[0]) & (times < gap.start_s)
    assert (signals["HR"][known] > 50).all()
    assert (signals["HR"][known] < 160).all()


def test_heart_rate_goes_in_straight_lines_from_beat_to_beat(tmp_path, session_of):
    beats = [Beat(t, rr, t) for t, rr in ((1.0, 1000.0), (2.0, 1000.0), (2.8, 800.0))]
    (path,) = export_edf(session_of([*beats, Ended(4.0)]), tmp_path)
    heart_rate = by_edfio(path).signals["HR"]
    assert heart_rate[[0, 3]].tolist() == [0, 0]
    assert heart_rate[[4, 8]] == pytest.approx([60, 60], abs=0.003)
    assert heart_rate[10] == pytest.approx(60000 / (1000 - 200 * 0.5 / 0.8), abs=0.003)
    assert heart_rate[12:].tolist() == [0] * (heart_rate.size - 12)


def test_phases_and_gaps_have_their_lengths(path, session):
    marks = by_edfio(path).marks
    (gap,) = [mark for mark in marks if mark[2].startswith("gap: lost_contact")]
    (known,) = session.gaps
    assert gap[1] == pytest.approx(known.end_s - known.start_s, abs=1e-5)
    stay = next(mark for mark in marks if mark[2].startswith("phase: stay"))
    after = next(mark for mark in marks if mark[2].startswith("phase: recover"))
    assert stay[0] + stay[1] == pytest.approx(after[0], abs=1e-5)


def test_a_beat_that_is_judged_says_so(tmp_path, log, session_of):
    out = BeatJudged(400.0, index=40, kind=BeatKind.EXCLUDED, by="person")
    session = session_of([*log, out])
    (path,) = export_edf(session, tmp_path)
    at = [onset for onset, _, text in by_edfio(path).marks if text == "judged: excluded"]
    assert at == pytest.approx([session.t_s[40]], abs=1e-6)


def test_our_own_reader_finds_the_beats_and_the_gap(path, session):
    recording = read_recording(path)
    apart = np.abs(np.cumsum(recording.rr_ms)[-1] / 1000 - np.ptp(session.t_s))
    assert len(recording.rr_ms) >= len(session.rr_ms) - 2
    assert apart < 0.01


def test_nothing_tells_who_it_was_unless_asked(path, tmp_path, session):
    raw = path.read_bytes().decode("latin-1") + path.name
    for secret in ("M-014", "0A1B2C3D", "A0:9E", "Seen at home", "mother", "faint"):
        assert secret not in raw
    (named,) = export_edf(session, tmp_path, names=True, private_notes=True)
    assert named.name == "session-Client-M-014-01jv0000000000000000000001.edf"
    told = by_edfio(named)
    assert told.patient == f"{session.pseudonym} Client_M-014"
    texts = [text for _, _, text in told.marks]
    assert "note: private About her mother." in texts
    assert any("faint" in text for text in texts)


@READERS
def test_a_whole_day_keeps_its_times(tmp_path, session_of, read):
    beats = [Beat(t, 1000.0, t) for t in np.arange(1.0, 86400.0, 97.0013)]
    marks = [Marker(86390.123456, "late"), Ended(86400.0)]
    (path,) = export_edf(session_of([*beats, *marks]), tmp_path)
    told = read(path).marks
    found = np.sort([onset for onset, _, text in told if text == "R"])
    np.testing.assert_allclose(found, [beat.t for beat in beats], rtol=0, atol=1e-4)
    (late,) = [onset for onset, _, text in told if text.startswith("marker: ")]
    assert late == pytest.approx(86390.123456, abs=1e-4)


@READERS
def test_a_long_text_comes_in_pieces_that_any_reader_takes(tmp_path, session_of, read):
    words = " ".join(f"wörd{number} 😵" for number in range(300))
    (path,) = export_edf(session_of([Note(1.0, words, private=False), Ended(3.0)]), tmp_path)
    pieces = [text for onset, _, text in read(path).marks if onset == pytest.approx(1.0)]
    assert len(pieces) > 5
    assert max(len(piece.encode()) for piece in pieces) <= 512
    assert all(f"wörd{number}" in "".join(pieces) for number in range(0, 300, 50))


@READERS
def test_a_session_without_beats_opens_too(tmp_path, session_of, started, read):
    (path,) = export_edf(session_of([started, Ended(2.5)]), tmp_path)
    assert [text for _, _, text in read(path).marks][-1] == "ended: ended"


def test_a_heart_rate_beyond_all_bounds_is_kept(tmp_path, session_of):
    beats = [Beat(1.0 + n * 0.05, 50.0, 1.0) for n in range(40)]
    (path,) = export_edf(session_of([*beats, Ended(4.0)]), tmp_path)
    assert by_edfio(path).signals["HR"].max() == pytest.approx(1200, abs=0.1)


def test_an_existing_file_is_replaced_only_when_asked(tmp_path, session):
    (path,) = export_edf(session, tmp_path)
    path.write_bytes(b"precious")
    with pytest.raises(ExportExists):
        export_edf(session, tmp_path)
    assert path.read_bytes() == b"precious"
    export_edf(session, tmp_path, replace=True)
    assert path.stat().st_size > 1000


def test_without_edfio_one_is_told_what_to_install(tmp_path, session, monkeypatch):
    monkeypatch.setitem(sys.modules, "edfio", None)
    with pytest.raises(ExportNeedsPackage, match="pip install"):
        export_edf(session, tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_one_annotation(tmp_path_factory, session_of, text):
    folder = tmp_path_factory.getbasetemp() / "odd_edf"
    (path,) = export_edf(session_of([Marker(1.0, text), Ended(2.0)]), folder, replace=True)
    (mark,) = [mark for mark in by_edfio(path).marks if mark[2].startswith("marker")]
    assert mark[0] == 1.0
    words = " ".join(text.split())
    if words.isprintable():
        assert mark[2] == f"marker: mark {words}".strip()
