"""ECG and acceleration go out with a session, and stand at their time in every form."""

import gzip
import json

import numpy as np
import pyedflib
import pytest

from coherence_desktop.events import AccelerationChunk, Beat, EcgChunk, Ended
from coherence_desktop.records.export import export_bids, export_edf
from coherence_desktop.records.session_json import SessionHead, from_json, to_json
from coherence_desktop.signal.raw_samples import pack_acceleration, pack_ecg

COUNT = 73
TRUE_HZ = 130.03
"""A strap's 130 samples a second are never quite that."""
LOST_S = (20.0, 26.0)
LENGTH_S = 60.0
BEGIN_S = 2.3456


def ecg_uv(t_s):
    """R waves at each whole 0.9 s, narrow as those of a heart."""
    apart = (t_s + 0.45) % 0.9 - 0.45
    return 900.0 * np.exp(-0.5 * (apart / 0.013) ** 2) - 40.0 * np.sin(t_s)


def tilt_mg(t_s):
    return np.column_stack([-60 + 0 * t_s, -985 + 0 * t_s, 150 + 20 * np.sin(1.3 * t_s)])


@pytest.fixture(scope="module")
def with_ecg(session_of, log):
    started = log[0]
    events = [started]
    for first in range(0, int((LENGTH_S - 5) * TRUE_HZ), COUNT):
        t_s = BEGIN_S + (first + np.arange(COUNT)) / TRUE_HZ
        if not LOST_S[0] < t_s[0] < LOST_S[1]:
            samples = pack_ecg(np.rint(ecg_uv(t_s)).astype(int))
            events.append(EcgChunk(float(t_s[0]), rate_hz=130.0, samples=samples))
    for first in range(0, int((LENGTH_S - 5) * 50), 36):
        t_s = 3.0 + (first + np.arange(36)) / 50
        samples = pack_acceleration(np.rint(tilt_mg(t_s)).astype(int))
        events.append(AccelerationChunk(float(t_s[0]), rate_hz=50.0, samples=samples))
    events += [Beat(t, 900.0, t) for t in np.arange(3.6, LENGTH_S - 2, 0.9).tolist()]
    events.sort(key=lambda event: event.t)
    return session_of([*events, Ended(LENGTH_S)])


def assert_ecg_at_its_time(values):
    t_s = np.arange(values.size) / 130
    known = np.isfinite(values)
    inside = (t_s > BEGIN_S) & (t_s < LENGTH_S - 4) & ~((t_s > 19.4) & (t_s < 26.7))
    assert known[inside].all()
    assert not known[(t_s > 20.6) & (t_s < 25.5)].any()
    assert not known[t_s < BEGIN_S - 0.01].any()
    error_uv = np.abs(values[inside] - ecg_uv(t_s[inside]))
    assert error_uv.max() < 12
    peaks = [k for k in np.flatnonzero(inside)[1:-1] if values[k] > 600]
    tops = [k for k in peaks if values[k - 1] < values[k] >= values[k + 1]]
    assert len(tops) > 40
    left, top, right = (np.log(values[np.array(tops) + step] + 60) for step in (-1, 0, 1))
    at_s = (np.array(tops) + 0.5 * (left - right) / (left - 2 * top + right)) / 130
    assert np.abs((at_s + 0.45) % 0.9 - 0.45).max() < 0.001


def table(folder, recording):
    (path,) = folder.rglob(f"*_recording-{recording}_physio.tsv.gz")
    (told,) = folder.rglob(f"*_recording-{recording}_physio.json")
    text = gzip.decompress(path.read_bytes()).decode()
    rows = [[float(v.replace("n/a", "nan")) for v in row.split("\t")] for row in text.splitlines()]
    return np.array(rows), json.loads(told.read_text())


def test_a_bids_dataset_has_them_at_their_time(tmp_path, with_ecg):
    export_bids([with_ecg], tmp_path)
    values, told = table(tmp_path, "ecg")
    assert (told["SamplingFrequency"], told["Columns"], told["StartTime"]) == (130.0, ["ecg"], 0)
    assert told["ecg"]["Units"] == "uV"
    assert_ecg_at_its_time(values[:, 0])
    values, told = table(tmp_path, "acceleration")
    assert told["SamplingFrequency"] == 50.0
    assert told["Columns"] == ["acceleration_x", "acceleration_y", "acceleration_z"]
    t_s = np.arange(len(values)) / 50
    inside = (t_s > 3.1) & (t_s < 56)
    np.testing.assert_allclose(values[inside], tilt_mg(t_s[inside]), atol=1.5)


def test_the_official_validator_finds_no_error(tmp_path, with_ecg, validated):
    export_bids([with_ecg], tmp_path)
    assert validated(tmp_path) == []


def test_an_edf_has_them_at_their_time(tmp_path, with_ecg):
    (path,) = export_edf(with_ecg, tmp_path)
    with pyedflib.EdfReader(str(path)) as file:
        labels = file.getSignalLabels()
        assert labels[2:] == ["ECG", "Accel X", "Accel Y", "Accel Z"]
        assert [file.getSampleFrequency(at) for at in range(2, 6)] == [130, 50, 50, 50]
        assert [file.getPhysicalDimension(at) for at in (2, 3)] == ["uV", "mG"]
        values, z = file.readSignal(2), file.readSignal(5)
    assert np.abs(values[: int(BEGIN_S * 130) - 1]).max() <= 1.0
    assert np.abs(values[round(20.6 * 130) : round(25.5 * 130)]).max() <= 1.0
    t_s = np.arange(values.size) / 130
    inside = (t_s > 3) & (t_s < 19)
    assert np.abs(values[inside] - ecg_uv(t_s[inside])).max() < 12
    at_s = np.arange(z.size) / 50
    held = (at_s > 3.1) & (at_s < 56)
    np.testing.assert_allclose(z[held], tilt_mg(at_s[held])[:, 2], atol=1.5)


def test_json_gives_every_chunk_back(tmp_path, with_ecg):
    head = SessionHead(id=with_ecg.summary.id, vocabulary=2)
    again = from_json(to_json(head, list(with_ecg.events)), tmp_path / "session.json")
    assert again == (head, list(with_ecg.events))


def test_a_session_without_them_has_no_such_file(tmp_path, session):
    export_bids([session], tmp_path)
    assert not list(tmp_path.rglob("*_recording-ecg_*"))
