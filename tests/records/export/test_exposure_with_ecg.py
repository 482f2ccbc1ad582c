"""A recorded session of exposure with ECG: other readers find all of it in each format."""

import csv
import gzip
import json

import numpy as np
import pyedflib
import pytest

from coherence_desktop.events import Beat, BeatJudged, EcgChunk, Ended, Gap, Started
from coherence_desktop.records.export import ExportFormat, SessionToExport, export_sessions
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.session_adding import Arriving, add_sessions
from coherence_desktop.records.session_json import read_json
from coherence_desktop.sensors.emulator.raw_play import EcgOfBeats
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.raw_samples import pack_ecg

RATE_HZ, COUNT = 130.0, 73
MOST_S = 0.001


@pytest.fixture(scope="module")
def with_ecg(log):
    """The log with the ECG of its beats between its events."""
    beats = [event for event in log if isinstance(event, Beat)]
    ecg = EcgOfBeats(tuple(round(beat.rr_ms * 1.024) for beat in beats))
    end_s = beats[-1].t
    chunks = []
    for first in range(0, int((end_s - 2.0) * RATE_HZ) - COUNT, COUNT):
        t_s = np.arange(first, first + COUNT) / RATE_HZ
        samples = pack_ecg(ecg.uv(t_s))
        chunks.append(EcgChunk(1.0 + float(t_s[0]), rate_hz=RATE_HZ, samples=samples))
    merged, waiting = [], chunks[::-1]
    for event in log:
        while waiting and not isinstance(event, Gap) and waiting[-1].t < event.t:
            merged.append(waiting.pop())
        merged.append(event)
    assert not waiting
    return merged


@pytest.fixture(scope="module")
def recorded(tmp_path_factory, with_ecg):
    """The session as it is read from an encrypted library that was closed in between."""
    path, key = tmp_path_factory.mktemp("library") / "library.db", RandomKey()
    with Library.create(path, key) as library:
        session_id = library.start_session(with_ecg[0])
        recorder = Recorder(library, session_id)
        for event in with_ecg:
            recorder.add(event)
        recorder.close()
    assert b"SQLite format" not in path.read_bytes()[:64]
    with Library.open(path, key) as library:
        events = library.events(session_id)
        summary = library.session(session_id)
    line = timeline(events)
    return SessionToExport(summary, events, line.t, line.rr_ms, line.gaps, line.duration_s, "")


@pytest.fixture(scope="module")
def exported(tmp_path_factory, recorded):
    folder = tmp_path_factory.mktemp("exported")
    into = {to: folder / to.value for to in ExportFormat}
    export_sessions(into, [lambda: recorded])
    return into


@pytest.fixture(scope="module")
def happened(recorded, called):
    """When each kind of thing happened, by what exports call it; without beats and gaps."""
    found: dict[str, list[float]] = {}
    for event in recorded.events:
        if not isinstance(event, Beat | Gap | EcgChunk):
            found.setdefault(called[type(event).__name__], []).append(event.t)
    assert {"trial", "trial_ended", "phase", "rating", "marker", "prompt"} <= set(found)
    return found


def assert_at_their_times(found, times):
    assert len(found) == len(times)
    assert np.abs(np.sort(found) - np.sort(times)).max() < MOST_S


def assert_all_found(kinds, onsets, happened, recorded, beat, gap="gap"):
    kinds, onsets = np.array(kinds), np.array(onsets, float)
    for kind, times in happened.items():
        assert_at_their_times(onsets[kinds == kind], times)
    assert_at_their_times(onsets[kinds == gap], [one.start_s for one in recorded.gaps])
    if beat:
        assert_at_their_times(onsets[kinds == beat], recorded.t_s)
    assert set(kinds) == {*happened, gap, *([beat] if beat else [])}


def test_the_library_gives_back_what_was_recorded(recorded, with_ecg):
    assert recorded.events == with_ecg
    assert sum(isinstance(event, EcgChunk) for event in recorded.events) > 500
    assert not any(isinstance(event, BeatJudged) for event in recorded.events)


def test_in_bids_by_its_tables(exported, happened, recorded):
    folder = exported[ExportFormat.BIDS]
    (path,) = folder.rglob("*_events.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    kinds, onsets = [row["trial_type"] for row in rows], [row["onset"] for row in rows]
    assert_all_found(kinds, onsets, happened, recorded, "beat")
    (ecg,) = folder.rglob("*_recording-ecg_physio.tsv.gz")
    assert len(gzip.decompress(ecg.read_bytes()).splitlines()) > 50_000


def test_in_bids_without_an_error_of_the_official_validator(exported, validated):
    assert validated(exported[ExportFormat.BIDS]) == []


def test_in_edf_by_pyedflib(exported, happened, recorded):
    (path,) = exported[ExportFormat.EDF].glob("*.edf")
    with pyedflib.EdfReader(str(path)) as file:
        onsets, _, texts = file.readAnnotations()
        labels = file.getSignalLabels()
        ecg = file.readSignal(labels.index("ECG"))
    assert_all_found([t.split(":")[0] for t in texts], onsets, happened, recorded, "R")
    assert ecg.size > 50_000
    assert np.ptp(ecg) > 500


def test_in_csv_by_the_csv_module(exported, happened, recorded):
    (path,) = exported[ExportFormat.CSV].glob("*_events.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    onsets = [row["start_s"] if row["event"] == "gap" else row["t_s"] for row in rows]
    assert_all_found([row["event"] for row in rows], onsets, happened, recorded, "")
    (path,) = exported[ExportFormat.CSV].glob("*_beats.csv")
    with path.open(encoding="utf-8", newline="") as file:
        beats = list(csv.DictReader(file))
    assert_at_their_times([float(row["t_s"]) for row in beats], recorded.t_s)
    assert [float(row["rr_ms"]) for row in beats] == recorded.rr_ms.tolist()


def test_in_rr_text_line_by_line(exported, recorded):
    (path,) = exported[ExportFormat.RR].glob("*.txt")
    assert [float(line) for line in path.read_text().split()] == recorded.rr_ms.tolist()


def test_in_json_by_the_json_module(exported, recorded):
    (path,) = exported[ExportFormat.JSON].glob("*.json")
    told = json.loads(path.read_text(encoding="utf-8"))["events"]
    assert [event["t"] for event in told] == [event.t for event in recorded.events]
    kinds = [type(event).__name__ for event in recorded.events]
    assert [event["event"] for event in told] == kinds


def test_a_library_that_takes_the_json_has_the_identical_session(tmp_path, exported, recorded):
    (path,) = exported[ExportFormat.JSON].glob("*.json")
    head, events = read_json(path)
    assert head.id == recorded.summary.id
    with Library.create(tmp_path / "other.db", RandomKey()) as other:
        arriving = Arriving(id=head.id, events=tuple(events), vocabulary=head.vocabulary)
        add_sessions(other, [arriving])
        assert other.events(head.id) == recorded.events
        assert other.session(head.id).duration_s == recorded.summary.duration_s
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Ended)
