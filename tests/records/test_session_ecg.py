"""The ECG of a session: its R peaks beside the strap's own intervals."""

import numpy as np
import pytest

from coherence_desktop.events import Beat, EcgChunk, Ended
from coherence_desktop.records.readers.ecg_samples import read_ecg_samples
from coherence_desktop.records.readers.unreadable import UnreadableRecording
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.session_ecg import ecg_spans, gaps_of, review_ecg
from coherence_desktop.sensors.emulator.raw_play import EcgOfBeats, EcgOfRecording
from coherence_desktop.signal.raw_samples import pack_ecg
from coherence_desktop.signal.rr_agreement import Intervals

COUNT, RATE_HZ = 73, 130.0


def log_of(ecg, seconds, start_s=10.0, without=(0.0, 0.0)):
    """Chunks as a strap sends them, from a moment of the session on."""
    events = []
    for first in range(0, int(seconds * RATE_HZ) - COUNT, COUNT):
        t_s = np.arange(first, first + COUNT) / RATE_HZ
        if not without[0] <= t_s[0] < without[1]:
            samples = pack_ecg(ecg.uv(t_s))
            events.append(EcgChunk(start_s + t_s[0], rate_hz=RATE_HZ, samples=samples))
    return [*events, Ended(seconds + start_s)]


def test_r_peaks_of_beats_that_are_known_are_found_to_a_few_milliseconds(rr_of):
    pytest.importorskip("sleepecg")
    rr_ms = np.round(rr_of("physio_1")[:150] * 1.024) / 1.024
    ticks = tuple(round(rr * 1.024) for rr in rr_ms)
    beats_s = np.cumsum(rr_ms) / 1000
    log = log_of(EcgOfBeats(ticks), beats_s[-1] + 1, without=(40.0, 45.0))
    review = review_ecg(lambda: log, Intervals(10.0 + beats_s + 2.6, rr_ms))
    (gap,) = review.gaps
    assert gap == pytest.approx((50.0, 55.0), abs=2 * COUNT / RATE_HZ)
    found = review.agreement
    assert found.lag_s == pytest.approx(2.6, abs=0.005)
    assert found.median_absolute_ms < 2.0
    assert found.agreeing_percent > 98
    assert found.only_ecg.size <= 2
    heard = (beats_s < 40) | (beats_s > 45)
    assert 4 <= found.only_strap.size <= (~heard).sum() + 3


def test_a_real_ecg_at_a_strap_s_rate_gives_the_intervals_of_its_person(recordings, rr_of):
    pytest.importorskip("sleepecg")
    samples, rate_hz = read_ecg_samples(recordings / "ecg/physio_1.npz")
    assert rate_hz == 1000.0
    rr_ms = rr_of("physio_1")
    log = log_of(EcgOfRecording(samples, rate_hz), 290.0)
    review = review_ecg(lambda: log, Intervals(10 + np.cumsum(rr_ms) / 1000, rr_ms))
    found = review.agreement
    assert found.agreeing_percent > 99
    assert found.median_absolute_ms < 1.0
    assert abs(found.bias_ms) < 0.5


def test_a_session_without_an_ecg_has_none_to_review():
    log = [Beat(1.0, 800.0, 1.1), Ended(2.0)]
    assert ecg_spans(log) == []
    assert gaps_of([]) == ()
    assert review_ecg(lambda: log, Intervals(np.array([1.0]), np.array([800.0]))) is None


def test_an_ecg_is_read_from_npz_and_from_text(tmp_path):
    np.savez(tmp_path / "one.npz", sig=np.arange(300.0), fs=250)
    samples, rate_hz = read_ecg_samples(tmp_path / "one.npz")
    assert (samples.tolist(), rate_hz) == (list(range(300)), 250.0)
    (tmp_path / "two.txt").write_text("1\n2.5\n-3\n")
    samples, rate_hz = read_ecg_samples(tmp_path / "two.txt", 130.0)
    assert (samples.tolist(), rate_hz) == ([1.0, 2.5, -3.0], 130.0)
    with pytest.raises(UnreadableRecording, match="--ecg-hz"):
        read_ecg_samples(tmp_path / "two.txt")


def test_an_ecg_is_read_from_edf(tmp_path):
    edfio = pytest.importorskip("edfio")
    wave = np.sin(np.arange(2600) / 20)
    signals = [
        edfio.EdfSignal(np.zeros(40), 4, label="RR", physical_range=(-1, 1)),
        edfio.EdfSignal(wave, 260, label="ECG", physical_dimension="mV"),
    ]
    edfio.Edf(signals).write(tmp_path / "one.edf")
    samples, rate_hz = read_ecg_samples(tmp_path / "one.edf")
    assert rate_hz == 260.0
    np.testing.assert_allclose(samples, wave, atol=1e-3)


@pytest.mark.parametrize(("name", "content"), [("x.txt", "P Q R S T"), ("x.npz", "PK\x03\x04..")])
def test_what_is_no_ecg_is_refused_in_a_sentence(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableRecording, match="Choose another file"):
        read_ecg_samples(tmp_path / name, 130.0)


def test_a_log_is_read_without_its_raw_signals_and_they_alone(library, started, beats):
    chunks = [EcgChunk(1.0 + n, rate_hz=130.0, samples=pack_ecg(np.arange(130))) for n in range(9)]
    mixed = [event for pair in zip(beats(9), chunks, strict=True) for event in pair]
    session_id = library.start_session(started)
    recorder = Recorder(library, session_id, commit_every_s=0.02)
    for event in mixed:
        recorder.add(event)
        if event.t > 5:
            recorder.flush()
    recorder.close()
    whole = library.events(session_id)
    told = library.events(session_id, raw=False)
    ends = (chunks[0], chunks[-1])
    assert told == [e for e in whole if not isinstance(e, EcgChunk) or e in ends]
    assert list(library.ecg(session_id)) == chunks
    assert list(library.stream(session_id)) == whole
