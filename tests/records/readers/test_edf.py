"""EDF and BDF: R peaks of the ECG, or the beats that annotations mark; gaps stay gaps."""

import numpy as np
import pytest

from coherence_desktop.records.readers import Reason, UnreadableRecording, read_recording


@pytest.mark.parametrize("name", ["recording.edf", "recording.bdf"])
def test_r_peaks_are_found_between_samples(edf, ecg_at, beats_s, name):
    path = edf({"EEG Fpz-Cz": ecg_at(beats_s)[::-1], "ECG II": ecg_at(beats_s)}, name=name)
    read = read_recording(path)
    assert read.rr_ms.size == beats_s.size - 1
    np.testing.assert_allclose(read.rr_ms, np.diff(beats_s) * 1000, atol=1.5)  # 4 ms a sample
    np.testing.assert_allclose(read.t_s, beats_s[1:], atol=0.006)
    assert "'ECG II', 250 samples/s" in read.note


def test_an_inverted_lead_gives_the_same_intervals(edf, ecg_at, beats_s):
    read = read_recording(edf({"EKG": -ecg_at(beats_s)}))
    np.testing.assert_allclose(read.rr_ms, np.diff(beats_s) * 1000, atol=1.5)


@pytest.mark.parametrize(("name", "kind"), [("physio_1", "edf"), ("systole_task1", "bdf")])
def test_the_beats_of_a_real_ecg_are_those_that_were_checked(edf, real_ecg, rr_of, name, kind):
    ecg, fs_hz = real_ecg(name)
    read = read_recording(edf({"ECG": ecg}, fs_hz, name=f"recording.{kind}"))
    checked = rr_of(name)[: read.rr_ms.size]
    assert abs(rr_of(name).size - read.rr_ms.size) <= 1
    off = np.abs(read.rr_ms - checked)
    assert np.median(off) < 0.5
    assert off.max() < 2


def test_a_channel_can_be_named_by_a_part_of_its_label(edf, ecg_at, beats_s):
    path = edf({"ECG": np.zeros(15000), "Chest bipolar": ecg_at(beats_s)})
    assert read_recording(path, channel="bipolar").rr_ms.size == beats_s.size - 1
    with pytest.raises(UnreadableRecording, match="two heartbeats") as told:
        read_recording(path)
    assert told.value.reason is Reason.EMPTY
    with pytest.raises(UnreadableRecording, match=r"no channel called 'leg'.*'Chest bipolar'"):
        read_recording(path, channel="leg")


def test_without_an_ecg_the_channels_are_told(edf):
    path = edf({"EEG Fpz-Cz": np.zeros(15000), "HR": np.zeros(15000)})
    with pytest.raises(UnreadableRecording, match="only 'EEG Fpz-Cz', 'HR'") as told:
        read_recording(path)
    assert told.value.reason is Reason.CHANNEL


@pytest.mark.parametrize("label", ["R", "RR", "beat", "N", "QRS", "R-peak", "Heartbeat"])
def test_annotated_beats_are_used_where_there_is_no_ecg(edf, beats_s, label):
    marks = [(round(beat, 4), label) for beat in beats_s.tolist()] + [(3.0, "lights off")]
    read = read_recording(edf({"EEG": np.zeros(15000)}, marks=marks))
    np.testing.assert_allclose(read.rr_ms, np.diff(beats_s.round(4)) * 1000, atol=1e-6)
    assert "annotated" in read.note


def test_enough_annotated_beats_go_before_the_ecg_and_a_few_do_not(edf, ecg_at, beats_s):
    ecg = ecg_at(beats_s)
    moved = [(beat + 0.05, "R") for beat in beats_s.tolist()]
    assert "annotated" in read_recording(edf({"ECG": ecg}, marks=moved)).note
    assert "R peaks" in read_recording(edf({"ECG": ecg}, marks=moved[:5])).note
    assert "R peaks" in read_recording(edf({"ECG": ecg}, marks=moved), channel="ECG").note


def test_ectopic_beats_count_beside_normal_ones(edf):
    marks = [(float(k), "V" if k == 5 else "N") for k in range(20)]
    read = read_recording(edf({"EEG": np.zeros(15000)}, marks=marks))
    assert read.rr_ms.tolist() == [1000.0] * 19


def test_a_channel_of_intervals_is_read_and_a_sampled_one_refused(edf):
    once = np.zeros(240)
    once[::4] = 800.0 + np.arange(60)
    read = read_recording(edf({"RR": once}, 4.0))
    np.testing.assert_allclose(read.rr_ms, 800.0 + np.arange(60), atol=0.02)
    with pytest.raises(UnreadableRecording, match="4 times a second, not one for each beat"):
        read_recording(edf({"RR": np.repeat(800.0 + np.arange(60), 4)}, 4.0))


def discontinuous(path, starts_s, per_record):
    """Make every data record start when it is told."""
    raw = bytearray(path.read_bytes())
    channels = int(raw[252:256])
    raw[192:197] = b"EDF+D"
    size = (len(raw) - 256 * (channels + 1)) // len(starts_s)
    for k, start in enumerate(starts_s):
        at = 256 * (channels + 1) + k * size + 2 * per_record
        old = bytes(raw[at : at + size - 2 * per_record])
        told = f"+{start:g}".encode() + old[old.index(b"\x14") :]
        raw[at : at + len(old)] = told[: len(old)].ljust(len(old), b"\0")
    path.write_bytes(raw)


def test_no_interval_bridges_a_pause_of_a_discontinuous_file(edf, ecg_at, beats_s):
    path = edf({"ECG": ecg_at(beats_s)}, marks=[(0.5, "begin of all that follows")])
    starts = [k if k < 30 else k + 100 for k in range(60)]
    discontinuous(path, starts, 250)
    read = read_recording(path)
    assert [(gap.start_s, gap.end_s) for gap in read.gaps] == [(30.0, 130.0)]
    assert read.rr_ms.max() < 1100
    assert read.rr_ms.size == beats_s.size - 2
    truth = np.where(beats_s < 30, beats_s, beats_s + 100)
    expected = np.delete(truth[1:], np.flatnonzero(np.diff(truth) > 50))
    np.testing.assert_allclose(read.t_s, expected, atol=0.02)


def test_a_discontinuous_file_without_times_is_refused(edf, ecg_at, beats_s):
    path = edf({"ECG": ecg_at(beats_s)})
    raw = bytearray(path.read_bytes())
    raw[192:197] = b"EDF+D"
    path.write_bytes(raw)
    with pytest.raises(UnreadableRecording, match="interrupted but does not tell when"):
        read_recording(path)


def test_a_file_shorter_than_it_says_is_refused(edf, ecg_at, beats_s):
    path = edf({"ECG": ecg_at(beats_s)})
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(UnreadableRecording, match="is cut off: 50 of 60 data records") as told:
        read_recording(path)
    assert told.value.reason is Reason.DAMAGED


def test_a_file_whose_recorder_never_told_its_length_is_read(edf, ecg_at, beats_s):
    path = edf({"ECG": ecg_at(beats_s)})
    raw = bytearray(path.read_bytes())
    raw[236:244] = b"-1      "
    path.write_bytes(raw)
    assert read_recording(path).rr_ms.size == beats_s.size - 1


def test_a_slow_channel_is_no_ecg(edf):
    with pytest.raises(UnreadableRecording, match="sampled 32 times a second; R peaks need"):
        read_recording(edf({"ECG": np.zeros(32 * 60)}, 32.0))


def test_pieces_of_a_long_recording_join_without_a_seam(edf, ecg_at):
    beats = np.arange(0.8, 1499.0, 0.75)
    told = []
    path = edf({"ECG": ecg_at(beats, 1500, 128.0)}, 128.0)
    read = read_recording(path, progress=told.append)
    assert read.rr_ms.size == beats.size - 1
    np.testing.assert_allclose(read.rr_ms, 750.0, atol=5)
    assert told == [pytest.approx(0.4), pytest.approx(0.8), pytest.approx(1.0)]
