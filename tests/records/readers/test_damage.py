"""Whatever a file holds, it is read or refused with one sentence, and nothing else happens."""

import os
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coherence_desktop.records.readers import (
    Reason,
    RrUnit,
    UnreadableRecording,
    optional,
    r_peaks,
    read_recording,
)

UNHURRIED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SPOILED = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12
)


@pytest.fixture
def record(tmp_path, wfdb, ecg_at, beats_s):
    """Write a WFDB record with annotations."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ecg = ecg_at(beats_s)[:2500, None]
        named = {"fs": 250, "units": ["mV"], "sig_name": ["ECG"], "fmt": ["16"]}
        wfdb.wrsamp("r1", p_signal=ecg, write_dir=str(tmp_path), **named)
        samples = np.round(beats_s[:10] * 250).astype(int)
        wfdb.wrann("r1", "atr", samples, symbol=["N"] * 10, write_dir=str(tmp_path))
    return tmp_path / "r1.hea"


def spoil(raw: bytes, where: list[tuple[float, int]], head: int) -> bytes:
    """Put bytes in the place of others, half of them in the first ``head``."""
    spoiled = bytearray(raw)
    for number, (share, byte) in enumerate(where):
        spoiled[int(share * (min(head, len(raw)) if number % 2 else len(raw)))] = byte
    return bytes(spoiled)


def read_or_refuse(path, **how) -> None:
    told = ""
    try:
        read = read_recording(path, **how)
    except UnreadableRecording as problem:
        told = problem.message
    if told:
        assert told.startswith(path.name)
        assert "\n" not in told
        assert told.endswith(".")
        assert len(told) < 500
    else:
        assert np.isfinite(read.rr_ms).all()
        assert (read.rr_ms > 0).all()
        assert read.rr_ms.shape == read.t_s.shape


@pytest.mark.parametrize("name", ["recording.edf", "recording.bdf"])
def test_a_spoiled_edf(edf, ecg_at, beats_s, name):
    marks = [(2.0, "R"), (3.0, "note")]
    path = edf({"ECG": ecg_at(beats_s)[:2500], "x": np.zeros(2500)}, marks=marks, name=name)
    raw = path.read_bytes()

    @UNHURRIED
    @given(SPOILED, st.floats(0, 1))
    @example([(0.0, 48), (0.2, 0)], 1.0)
    def spoiled(where, kept):
        path.write_bytes(spoil(raw, where, 1024)[: int(kept * 4 * len(raw))])
        read_or_refuse(path)
        read_or_refuse(path, channel="ECG")

    spoiled()


@pytest.mark.parametrize("suffix", [".hea", ".dat", ".atr"])
def test_a_spoiled_wfdb_record(record, suffix):
    path = record.with_suffix(suffix)
    raw = path.read_bytes()

    @UNHURRIED
    @given(SPOILED, st.floats(0, 1))
    def spoiled(where, kept):
        path.write_bytes(spoil(raw, where, 64)[: int(kept * 4 * len(raw))])
        read_or_refuse(record)
        read_or_refuse(record.with_suffix(".dat"), channel="ECG")
        read_or_refuse(record.with_suffix(".atr"))

    spoiled()


@given(
    st.integers(-5, 10**12),
    st.floats(-1, 1e9, allow_nan=False),
    st.integers(-(10**12), 10**15),
    st.sampled_from(["16", "212", "8", "310", "516", "61", "16x4", "16:9", "16+24", "999", "x"]),
)
@UNHURRIED
def test_a_wfdb_header_that_claims_the_impossible(record, count, fs_hz, length, fmt):
    record.write_text(f"r1 {count} {fs_hz} {length}\nr1.dat {fmt} 200 16 0 0 0 0 ECG\n")
    read_or_refuse(record, channel="ECG")


def test_a_spoiled_fit_file_and_one_with_a_matching_checksum(tmp_path, fit_file):
    file = fit_file().created(1_100_000_000)
    for second in range(20):
        file.record(1_100_000_000 + second).hrv(800, 810)
    path = tmp_path / "activity.fit"

    @UNHURRIED
    @given(SPOILED)
    def spoiled(where):
        path.write_bytes(spoil(file.bytes(), where, 64))
        read_or_refuse(path)
        path.write_bytes(file.bytes(spoil(file.body, where, 64)))
        read_or_refuse(path)

    spoiled()


@UNHURRIED
@given(
    st.binary(max_size=3000),
    st.sampled_from([b"0       ", b"\xffBIOSEMI", b"\x0e\x20pp\0\0\0\0.FIT", b""]),
)
def test_any_bytes_after_any_mark(tmp_path, content, mark):
    path = tmp_path / "anything"
    path.write_bytes(mark + content)
    read_or_refuse(path)


def test_content_decides_and_not_the_name(edf, ecg_at, beats_s, fit_file, tmp_path):
    really_edf = edf({"ECG": ecg_at(beats_s)}, name="rr.txt.edf").rename(tmp_path / "rr.txt")
    assert "R peaks" in read_recording(really_edf).note
    really_text = tmp_path / "recording.edf"
    really_text.write_text("812\n790\n801\n")
    assert read_recording(really_text, unit=RrUnit.TICKS).rr_ms[0] == 812 * 1000 / 1024
    really_fit = tmp_path / "watch.csv"
    really_fit.write_bytes(fit_file().hrv(800, 810).bytes())
    assert read_recording(really_fit).rr_ms.tolist() == [800.0, 810.0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_folders_pipes_and_devices_are_no_recordings(tmp_path):
    os.mkfifo(tmp_path / "pipe.edf")
    for path in (tmp_path, tmp_path / "pipe.edf", type(tmp_path)("/dev/zero")):
        with pytest.raises(UnreadableRecording, match="is not a file") as told:
            read_recording(path)
        assert told.value.reason is Reason.NOT_A_FILE


@pytest.mark.parametrize("reason", ["text", "fit"])
def test_a_channel_is_for_files_that_have_channels(tmp_path, fit_file, reason):
    path = tmp_path / "recording"
    path.write_bytes(b"800\n810\n" if reason == "text" else fit_file().hrv(800).bytes())
    with pytest.raises(UnreadableRecording, match="has no channels to choose from"):
        read_recording(path, channel="ECG")


@pytest.mark.parametrize("package", ["edfio", "sleepecg", "wfdb", "fitdecode"])
def test_a_package_that_is_absent_is_named_with_what_to_type(
    monkeypatch, package, edf, ecg_at, beats_s, record, fit_file, tmp_path
):
    def absent(name):
        if name == package:
            raise ModuleNotFoundError(name)
        return imported(name)

    imported = optional.importlib.import_module
    path = edf({"ECG": ecg_at(beats_s)})
    if package == "wfdb":
        path = record
    elif package == "fitdecode":
        path = tmp_path / "watch.fit"
        path.write_bytes(fit_file().hrv(800).bytes())
    monkeypatch.setattr(optional.importlib, "import_module", absent)
    words = rf"{package} to be read\. Install it: pip install 'coherence-desktop\[recordings\]'"
    with pytest.raises(UnreadableRecording, match=words) as told:
        read_recording(path)
    assert told.value.reason is Reason.NOT_INSTALLED


def test_what_is_longer_than_a_month_is_refused_before_it_is_read(edf, monkeypatch):
    monkeypatch.setattr(r_peaks, "LONGEST_S", 50.0)
    with pytest.raises(UnreadableRecording, match="days of ECG") as told:
        read_recording(edf({"ECG": np.zeros(15000)}))
    assert told.value.reason is Reason.TOO_LARGE
