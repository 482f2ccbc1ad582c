"""WFDB: any file of a record leads to its beats; nothing outside its folder is read."""

import socket
import warnings

import numpy as np
import pytest

from coherence_desktop.records.readers import Reason, UnreadableRecording, read_recording


@pytest.fixture
def record(tmp_path, ecg_at, beats_s, wfdb):
    """Write a record of two signals, with annotations where wanted."""

    def write(name="r1", symbols=None, ecg=None, labels=("resp", "MLII"), ending="atr", **more):
        ecg = ecg_at(beats_s) if ecg is None else ecg
        signals = np.column_stack([np.zeros(ecg.size), ecg])
        told = {"fs": 250, "units": ["mV"] * 2, "sig_name": list(labels), "fmt": ["16", "16"]}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wfdb.wrsamp(name, p_signal=signals, write_dir=str(tmp_path), **told | more)
            if symbols is not None:
                samples = np.round(beats_s * 250).astype(int)[: len(symbols)]
                wfdb.wrann(name, ending, samples, symbol=list(symbols), write_dir=str(tmp_path))
        return tmp_path / f"{name}.hea"

    return write


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **options):
        raise AssertionError(f"something was looked for in the network: {args}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("suffix", [".hea", ".dat"])
@pytest.mark.parametrize("fmt", ["16", "212", "24"])
def test_r_peaks_of_the_ecg_signal(record, beats_s, suffix, fmt, no_network):
    path = record(fmt=[fmt, fmt]).with_suffix(suffix)
    read = read_recording(path)
    np.testing.assert_allclose(read.rr_ms, np.diff(beats_s) * 1000, atol=1.5)
    assert "'MLII', 250 samples/s" in read.note


@pytest.mark.parametrize("suffix", [".hea", ".dat", ".atr"])
def test_annotated_beats_go_first_and_other_marks_are_no_beats(record, beats_s, suffix):
    symbols = ["N"] * beats_s.size
    symbols[10], symbols[20], symbols[30] = "+", "V", "~"
    read = read_recording(record(symbols=symbols).with_suffix(suffix))
    beats = np.delete(np.round(beats_s * 250), [10, 30]) / 250
    np.testing.assert_allclose(read.rr_ms, np.diff(beats) * 1000)
    assert "annotated" in read.note


def test_annotations_of_rhythm_alone_leave_the_beats_to_another_file_or_the_ecg(record, beats_s):
    path = record(symbols=["+", "+", "N"])
    assert "R peaks" in read_recording(path).note
    record(symbols=["N"] * beats_s.size, ending="qrs")
    assert "r1.qrs" in read_recording(path).note
    assert "R peaks" in read_recording(path, channel="mlii").note


def test_a_file_of_annotations_without_beats_says_so(record):
    path = record(symbols=["+", "+"]).with_suffix(".atr")
    with pytest.raises(UnreadableRecording, match="no two heartbeats"):
        read_recording(path)


def test_the_beats_of_a_real_ecg_are_those_that_were_checked(record, tmp_path, real_ecg, rr_of):
    ecg, fs_hz = real_ecg("physio_1")
    read = read_recording(record(ecg=ecg, fs=fs_hz, fmt=["24", "24"]))
    assert np.median(np.abs(read.rr_ms - rr_of("physio_1")[: read.rr_ms.size])) < 0.5


def segmented(folder, record, ecg):
    """Write a record of three segments and a pause of 20 s."""
    half = ecg.size // 2
    record("seg_1", ecg=ecg[:half])
    record("seg_2", ecg=ecg[half:])
    lines = ("whole/3 2 250 20000", f"seg_1 {half}", "~ 5000", f"seg_2 {half}")
    header = folder / "whole.hea"
    header.write_text("\n".join(lines) + "\n")
    return header


def test_segments_are_joined_and_a_pause_between_them_is_a_gap(record, tmp_path, ecg_at, beats_s):
    read = read_recording(segmented(tmp_path, record, ecg_at(beats_s)))
    assert [tuple(gap) for gap in read.gaps] == [(30.0, 50.0, "no_signal")]
    assert read.rr_ms.max() < 1100
    assert beats_s.size - 3 <= read.rr_ms.size <= beats_s.size - 2
    assert read.t_s[-1] == pytest.approx(beats_s[-1] + 20, abs=0.02)


def test_lost_signal_is_a_gap(record, ecg_at, beats_s):
    ecg = ecg_at(beats_s)
    ecg[5000:6000] = np.nan
    read = read_recording(record(ecg=ecg))
    assert [tuple(gap) for gap in read.gaps] == [(20.0, 24.0, "no_signal")]
    assert read.rr_ms.max() < 1100


@pytest.mark.parametrize(
    "elsewhere", ["../outside.dat", "/outside.dat", "sub/outside.dat", "..", "s3://x/y.dat", "~"]
)
def test_a_header_that_leads_elsewhere_is_refused(record, tmp_path, elsewhere, no_network):
    path = record()
    path.write_text(path.read_text().replace("r1.dat", elsewhere))
    with pytest.raises(UnreadableRecording, match="outside its folder") as told:
        read_recording(path)
    assert told.value.reason is Reason.OUTSIDE


@pytest.mark.parametrize("elsewhere", ["../seg_1", "http://x.org/seg_1", "/seg_1"])
def test_a_segment_that_leads_elsewhere_is_refused(
    record, tmp_path, ecg_at, beats_s, elsewhere, no_network
):
    path = segmented(tmp_path, record, ecg_at(beats_s))
    path.write_text(path.read_text().replace("seg_1", elsewhere))
    with pytest.raises(UnreadableRecording, match="outside its folder"):
        read_recording(path)


@pytest.mark.parametrize("suffix", [".dat", ".hea", ".atr"])
def test_a_link_to_elsewhere_is_not_followed(record, tmp_path, beats_s, suffix):
    header = record(symbols=["N"] * beats_s.size)
    outside = tmp_path.parent / f"outside-{tmp_path.name}{suffix}"
    beside = header.with_suffix(suffix)
    beside.rename(outside)
    beside.symlink_to(outside)
    named = header.with_suffix(".dat") if suffix == ".hea" else header
    if suffix == ".atr":
        assert "R peaks" in read_recording(named).note
    else:
        with pytest.raises(UnreadableRecording, match="as a file and not a link"):
            read_recording(named)


def test_a_folder_that_could_be_taken_for_an_address_is_refused(record, tmp_path):
    folder = tmp_path / "a::http:"
    folder.mkdir()
    for file in record().parent.glob("r1.*"):
        file.rename(folder / file.name)
    with pytest.raises(UnreadableRecording, match="Move it to another folder"):
        read_recording(folder / "r1.hea")


def test_what_is_missing_or_cut_off_is_told(record):
    path = record()
    signals = path.with_suffix(".dat")
    signals.write_bytes(signals.read_bytes()[:-1000])
    with pytest.raises(UnreadableRecording, match=r"is cut off: r1\.dat is shorter"):
        read_recording(path)
    signals.unlink()
    with pytest.raises(UnreadableRecording, match=r"needs r1\.dat beside it"):
        read_recording(path)


def test_without_ecg_or_beats_the_signals_are_told(record):
    path = record(labels=("resp", "ABP"))
    with pytest.raises(UnreadableRecording, match=r"only 'resp', 'ABP'\. Name the channel"):
        read_recording(path)
    assert "'ABP'" in read_recording(path, channel="ABP").note


def test_intervals_named_like_a_header_are_read_as_intervals(tmp_path):
    path = tmp_path / "rr.hea"
    path.write_text("812\n790\n801\n")
    assert read_recording(path).rr_ms.tolist() == [812.0, 790.0, 801.0]
