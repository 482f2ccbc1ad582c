"""Continuous BIDS recordings: R peaks of the ECG column, which the JSON file names."""

import gzip
import json

import numpy as np
import pytest

from coherence_desktop.records.readers import (
    Reason,
    UnreadableRecording,
    bids_ecg,
    read_recording,
)


@pytest.fixture
def physio(tmp_path, ecg_at, beats_s):
    """Write a table and its description."""

    def write(columns=("respiratory", "ecg"), name="sub-01_task-rest_physio.tsv.gz", **more):
        ecg = ecg_at(beats_s)
        table = "".join(f"{k % 7}\t{value:.4f}\n" for k, value in enumerate(ecg))
        raw = table.encode()
        path = tmp_path / name
        path.write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
        told = {"SamplingFrequency": 250, "StartTime": 0, "Columns": list(columns)} | more
        (tmp_path / f"{name.partition('.')[0]}.json").write_text(json.dumps(told))
        return path

    return write


@pytest.mark.parametrize("name", ["sub-01_task-rest_physio.tsv.gz", "sub-01_physio.tsv"])
def test_r_peaks_of_the_ecg_column(physio, beats_s, name):
    read = read_recording(physio(name=name))
    np.testing.assert_allclose(read.rr_ms, np.diff(beats_s) * 1000, atol=1.5)
    assert "'ecg', 250 samples/s" in read.note


def test_a_cardiac_column_may_be_a_pulse_and_is_used_only_when_named(physio, beats_s):
    path = physio(columns=("respiratory", "cardiac"))
    with pytest.raises(UnreadableRecording, match="'cardiac'") as told:
        read_recording(path)
    assert told.value.reason is Reason.COLUMNS
    assert read_recording(path, channel="cardiac").rr_ms.size == beats_s.size - 1


def test_samples_that_are_absent_are_a_gap(physio, beats_s):
    path = physio(name="sub-01_physio.tsv")
    lines = path.read_text().splitlines()
    lines[5000:6000] = ["0\tn/a"] * 1000
    path.write_text("\n".join(lines))
    read = read_recording(path)
    assert [tuple(gap) for gap in read.gaps] == [(20.0, 24.0, "no_signal")]


@pytest.mark.parametrize("kept", [100, 5000])
def test_a_table_that_is_cut_off_is_refused(physio, kept):
    path = physio()
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(UnreadableRecording, match="damaged or cut off"):
        read_recording(path)


def test_a_table_with_other_columns_than_named_is_refused(physio):
    with pytest.raises(UnreadableRecording, match="line 1 is '0"):
        read_recording(physio(columns=("ecg",)))


def test_a_gigantic_table_is_refused_before_it_fills_the_memory(physio, monkeypatch):
    monkeypatch.setattr(bids_ecg, "MOST_SAMPLES", 1000)
    with pytest.raises(UnreadableRecording, match="more than 1,000 samples") as told:
        read_recording(physio())
    assert told.value.reason is Reason.TOO_LARGE
