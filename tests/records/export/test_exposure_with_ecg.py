"""A session of exposure from a strap with ECG: other readers find all of it in each format."""

import csv
import gzip
import itertools
import json

import mne
import numpy as np
import pyedflib
import pytest
from exposure_recorded import LATER, PRIVATE, PUT_RIGHT, SHARED, WORDS, recorded_exposure

from coherence_desktop.events import (
    AccelerationChunk,
    Amended,
    Beat,
    BeatJudged,
    EcgChunk,
    Gap,
    Marker,
    encode_log,
)
from coherence_desktop.records.export import ExportFormat, ExportOptions, export_sessions
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.session_adding import Arriving, add_sessions
from coherence_desktop.records.session_json import read_json
from coherence_desktop.sensors.emulator import Sent, SentFrame
from coherence_desktop.ui.export.source import readers

MOST_S = 0.001


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    with recorded_exposure(tmp_path_factory.mktemp("recorded")) as recorded:
        yield recorded


@pytest.fixture(scope="module")
def session(recorded):
    library, session_id = recorded.library, recorded.session_id
    return readers(library, [library.session(session_id)], {})[0]()


@pytest.fixture(scope="module")
def exported(tmp_path_factory, recorded):
    library, session_id = recorded.library, recorded.session_id
    folder = tmp_path_factory.mktemp("exported")
    into = {to: folder / to.value for to in ExportFormat}
    sessions = readers(library, [library.session(session_id)], {})
    export_sessions(into, sessions, ExportOptions(private_notes=True))
    return into


@pytest.fixture(scope="module")
def happened(recorded, session, called):
    """When each kind of thing happened, by what exports call it; without beats."""
    library, session_id = recorded.library, recorded.session_id
    found: dict[str, list[float]] = {"gap": [gap.start_s for gap in session.gaps]}
    log = library.events(session_id)
    (moved,) = (event for event in log if isinstance(event, Amended))
    for event in log:
        if not isinstance(event, Beat | Gap | EcgChunk | AccelerationChunk | BeatJudged):
            put_right = isinstance(event, Marker) and event.t == moved.was_s
            found.setdefault(called[type(event).__name__], []).append(
                moved.t if put_right else event.t
            )
    for kind, count in {
        "trial": 2,
        "trial_ended": 2,
        "marker": 5,
        "note": 3,
        "amended": 1,
    }.items():
        assert len(found[kind]) == count
    assert {"gap", "link", "phase", "rating", "answer", "prompt", "practice"} <= set(found)
    return found


def assert_at_their_times(found, times):
    assert len(found) == len(times)
    assert np.abs(np.sort(found) - np.sort(times)).max() < MOST_S


def assert_all_found(kinds, onsets, happened, session, beat):
    kinds, onsets = np.array(kinds), np.array(onsets, float)
    for kind, times in happened.items():
        assert_at_their_times(onsets[kinds == kind], times)
    if beat:
        assert_at_their_times(onsets[kinds == beat], session.t_s)
    assert set(kinds) == {*happened, *([beat] if beat else [])}


def assert_sent(rr_ms, recorded, session):
    """All beats that were heard are there, each as the strap sent it."""
    told = [tick / 1.024 for one in recorded.did if isinstance(one, Sent) for tick in one.ticks]
    rr_ms = [float(interval) for interval in rr_ms]
    assert len(rr_ms) == len(session.t_s) > 10
    assert set(rr_ms) <= set(told)
    assert rr_ms == sorted(rr_ms)


def without_controls(words):
    return " ".join(words.split())


def test_the_session_is_one_of_exposure_with_ecg_and_a_lost_link(recorded, session):
    library, session_id = recorded.library, recorded.session_id
    log = library.events(session_id)
    for kind, name in ((EcgChunk, "ecg"), (AccelerationChunk, "acceleration")):
        frames = [one for one in recorded.did if isinstance(one, SentFrame) and one.kind == name]
        kept = [event.samples.hex() for event in log if isinstance(event, kind)]
        assert len(kept) > 4
        assert set(kept) <= {frame.samples for frame in frames}
    assert len(session.gaps) >= 1
    assert session.task == "exposure"


def test_in_bids_by_its_tables(exported, happened, recorded, session):
    folder = exported[ExportFormat.BIDS]
    (path,) = folder.rglob("*_events.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    kinds, onsets = [row["trial_type"] for row in rows], [row["onset"] for row in rows]
    assert_all_found(kinds, onsets, happened, session, "beat")
    beats = [row for row in rows if row["trial_type"] == "beat"]
    assert_sent([row["rr_ms"] for row in beats], recorded, session)
    assert (beats[2]["judged"], beats[2]["corrected_ms"]) == ("excluded", "n/a")
    said = [row["text"].lstrip("'") for row in rows if row["trial_type"] in ("marker", "note")]
    words = [*map(without_controls, WORDS[:-1]), PUT_RIGHT, PRIVATE, SHARED, LATER]
    assert sorted(said) == sorted(words)
    assert [r["value"] for r in rows if r["trial_type"] == "rating"] == ["62.5", "30.0"]
    (path,) = folder.rglob("*_recording-ecg_physio.tsv.gz")
    values = gzip.decompress(path.read_bytes()).decode().split()
    assert len(values) == int(session.duration_s * 130) + 1
    assert np.ptp([float(value) for value in values if value != "n/a"]) > 500


def test_in_bids_without_an_error_of_the_official_validator(exported, validated):
    assert validated(exported[ExportFormat.BIDS]) == []


def test_in_edf_by_pyedflib(exported, happened, session):
    (path,) = exported[ExportFormat.EDF].glob("*.edf")
    with pyedflib.EdfReader(str(path)) as file:
        onsets, _, texts = file.readAnnotations()
        labels = file.getSignalLabels()
    texts = list(map(str, texts))
    assert "ECG" in labels
    judged = [at for at, text in enumerate(texts) if text.startswith("judged")]
    assert "judged: excluded" in texts
    rest = [(texts[at].split(":")[0], onsets[at]) for at in range(len(texts)) if at not in judged]
    assert_all_found(*zip(*rest, strict=True), happened, session, "R")
    for words in (*WORDS[:-1], PUT_RIGHT):
        assert f"marker: mark {without_controls(words)}" in texts
    assert {"rating: distress 62.5", f"note: private {PRIVATE}"} <= set(texts)


def test_in_edf_by_mne_with_the_same_values(exported, happened, session):
    (path,) = exported[ExportFormat.EDF].glob("*.edf")
    raw = mne.io.read_raw_edf(path, verbose="error")
    told = [
        (text.split(":")[0], onset)
        for text, onset in zip(raw.annotations.description, raw.annotations.onset, strict=True)
        if not text.startswith("judged")
    ]
    assert_all_found(*zip(*told, strict=True), happened, session, "R")
    with pyedflib.EdfReader(str(path)) as file:
        for at, label in enumerate(file.getSignalLabels()):
            alone = mne.io.read_raw_edf(path, include=[label], verbose="error")
            assert alone.info["sfreq"] == file.getSampleFrequency(at)
            of_uv = 1e6 if label == "ECG" else 1.0
            values = alone.get_data()[0] * of_uv
            np.testing.assert_allclose(values, file.readSignal(at), rtol=0, atol=1e-6)


def test_in_csv_by_the_csv_module(exported, happened, recorded, session):
    (path,) = exported[ExportFormat.CSV].glob("*_events.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    onsets = [row["start_s"] if row["event"] == "gap" else row["t_s"] for row in rows]
    assert_all_found([row["event"] for row in rows], onsets, happened, session, "")
    said = [row["text"] for row in rows if row["event"] == "marker"]
    assert sorted(said) == sorted(["'" + WORDS[0], *WORDS[1:-1], PUT_RIGHT])
    (path,) = exported[ExportFormat.CSV].glob("*_beats.csv")
    with path.open(encoding="utf-8", newline="") as file:
        beats = list(csv.DictReader(file))
    assert_at_their_times([float(row["t_s"]) for row in beats], session.t_s)
    assert_sent([row["rr_ms"] for row in beats], recorded, session)


def test_in_rr_text_line_by_line(exported, recorded, session):
    (path,) = exported[ExportFormat.RR].glob("*.txt")
    assert_sent(path.read_text().split(), recorded, session)


def test_in_json_by_the_json_module(exported, recorded):
    library, session_id = recorded.library, recorded.session_id
    (path,) = exported[ExportFormat.JSON].glob("*.json")
    told = json.loads(path.read_text(encoding="utf-8"))["events"]
    log = library.events(session_id)
    for one, event in itertools.zip_longest(told, log):
        assert (one["event"], one["t"]) == (type(event).__name__, event.t)
    assert PRIVATE in [one.get("text") for one in told]


def test_a_library_that_takes_the_json_has_the_identical_session(tmp_path, exported, recorded):
    library, session_id = recorded.library, recorded.session_id
    (path,) = exported[ExportFormat.JSON].glob("*.json")
    head, events = read_json(path)
    with Library.create(tmp_path / "other.db", RandomKey()) as other:
        arriving = Arriving(id=head.id, events=tuple(events), vocabulary=head.vocabulary)
        add_sessions(other, [arriving])
        assert encode_log(other.events(session_id)) == encode_log(library.events(session_id))
        assert other.session(session_id) == library.session(session_id)
