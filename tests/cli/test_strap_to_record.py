"""From a strap over Bluetooth to a record and back, with the real commands alone."""

import signal
import time
from pathlib import Path

import pytest
from bluetooth_stage import Listener, Strap, assert_true_account, intervals

from coherence_desktop.events import AnyEvent, Beat, PacketRejected
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.emulator import Changed, EmulatorEvent, Sent, from_json, to_ticks
from coherence_desktop.sensors.sensor import SessionClock

NAME = "Polar H10 5A1B2C3D"


@pytest.fixture
def library(tmp_path) -> Path:
    return tmp_path / "library.db"


def done(log: Path) -> list[EmulatorEvent]:
    """What an emulated strap truly did."""
    return [from_json(line) for line in log.read_bytes().splitlines()]


def sent_ticks(log: Path) -> list[int]:
    return [tick for one in done(log) if isinstance(one, Sent) for tick in one.ticks]


def exported_ticks(path: str) -> list[float]:
    return [float(line) * 1.024 for line in Path(path).read_text().splitlines()]


def kept(library: Path, env: dict[str, str], session_id: str) -> list[AnyEvent]:
    with Library.open(library, parse_key(env["COHERENCE_LIBRARY_KEY"])) as opened:
        return opened.events(session_id)


def account(log: Path, events: list[AnyEvent]) -> tuple[Strap, Listener]:
    """The same account as the sensor's own tests take, of two processes."""
    strap = Strap.__new__(Strap)
    strap.did = done(log)
    listener = Listener.__new__(Listener)
    listener.events = events
    sent_s = {
        tick: one.monotonic_s for one in strap.did if isinstance(one, Sent) for tick in one.ticks
    }
    began_s = max(
        sent_s[round(one.rr_ms * 1.024)] - one.received_s
        for one in events
        if isinstance(one, Beat)
    )
    listener.clock = SessionClock(1.0, lambda: began_s)
    return strap, listener


def wait_for(log: Path, beats: int) -> None:
    until_s = time.monotonic() + 60
    while len(sent_ticks(log)) < beats:
        assert time.monotonic() < until_s, "the strap does not play"
        time.sleep(0.1)


def test_every_interval_of_a_real_person_arrives_exactly(
    start, run, recordings, tmp_path, library
):
    played, log = recordings / "rr/physio_1.txt", tmp_path / "did.jsonl"
    strap = start(
        *("emulate", played, "--model", "polar_h10", "--name", NAME, "--adapter", "hci1"),
        *("--speed", 60, "--log", log, "--json"),
    )
    strap.says("is ready")
    recording = start(
        "record", "--device", NAME, "--adapter", "hci0", "--library", library, "--json"
    )
    emulated = strap.end()
    assert emulated.json["complete"]
    assert emulated.json["beats"] == 407
    recording.ask_to_stop(signal.SIGINT)
    recorded = recording.end()
    assert recorded.code == 0, recorded.stderr

    summary = recorded.json
    assert summary["beats"] == 407
    assert summary["device"]["name"] == NAME
    assert summary["device"]["model"] == "polar_h10"
    assert summary["battery_percent"] == 80
    assert set(summary) == {
        "session", "beats", "duration_s", "gaps", "device", "battery_percent"
    }  # fmt: skip
    assert "Battery: 80 %" in recorded.stderr

    exported = run(
        *("export", "last", "--to", "rr", "--out", tmp_path / "out"),
        *("--library", library, "--json"),
    ).json["files"]
    assert exported_ticks(exported[0]) == sent_ticks(log)
    assert sent_ticks(log) == list(to_ticks(map(float, played.read_text().split())))

    measured = run("analyze", "--json", exported[0]).json
    assert measured["coherence"]["score_median"] == pytest.approx(78, abs=2)
    assert measured["quality"]["corrected_percent"] == 0

    listed = run("sessions", "--library", library, "--json").json["sessions"][0]
    assert listed["id"] == summary["session"]
    assert listed["beats"] == 407
    assert listed["state"] == "complete"
    assert listed["device"] == summary["device"]

    again = ("export", summary["session"][:8].lower(), "--to", "rr", "--out", tmp_path / "out")
    refused = run(*again, "--library", library)
    assert refused.code == 1
    assert "There is a file" in refused.stderr
    assert run(*again, "--replace", "--library", library).stdout == f"{exported[0]}\n"
    tables = run(
        *("export", "last", "--to", "csv", "--out", tmp_path / "out"),
        *("--library", library, "--json"),
    ).json["files"]
    assert len(Path(tables[0]).read_text().splitlines()) == 408
    assert run("analyze", "--json", tables[0]).json["beats"] == 407


def test_with_every_fault_and_a_restart_of_bluetooth_the_account_is_true(
    start, env, mock_bluez, tmp_path, library
):
    played, log = tmp_path / "played.txt", tmp_path / "did.jsonl"
    played.write_text("\n".join(f"{rr_ms:.7f}" for rr_ms in intervals(75, 350)))
    faults = (
        *("disconnect:every=30,for=1.5", "silence:every=30,for=2.5"),
        *("lost_contact:every=30,for=2.5", "malformed:every=8", "duplicate:every=8"),
        *("zero_rr:every=8", "no_rr:every=6", "wide_heart_rate", "energy"),
    )
    strap = start(
        *("emulate", played, "--name", NAME, "--adapter", "hci1", "--seed", 3),
        *("--log", log, "--json"),
        *(part for fault in faults for part in ("--fault", fault)),
    )
    strap.says("is ready")
    recording = start(
        "record", "--device", NAME, "--adapter", "hci0", "--library", library, "--json"
    )
    wait_for(log, 12)
    mock_bluez.restart()
    emulated = strap.end().json
    recording.ask_to_stop(signal.SIGTERM)
    recorded = recording.end()
    assert recorded.code == 0, recorded.stderr

    events = kept(library, env, recorded.json["session"])
    did, heard = account(log, events)
    assert_true_account(did, heard)
    assert len(heard.heard) == recorded.json["beats"]
    assert {one.state for one in did.did if isinstance(one, Changed)} >= {
        "bluetooth_lost",
        "bluetooth_back",
    }
    assert {"malformed", "duplicate", "zero_rr", "no_rr", "disconnect"} <= set(emulated["faults"])
    assert {one.reason for one in events if isinstance(one, PacketRejected)} == {
        "malformed",
        "duplicate",
        "zero_rr",
    }
    gaps = recorded.json["gaps"]
    assert len(gaps) >= 3
    assert all(gap["cause"] and gap["end_s"] > gap["start_s"] for gap in gaps)
    assert "No beats for" in recorded.stderr


def test_a_killed_recording_is_found_again_and_others_go_on(start, run, tmp_path, library):
    played, log = tmp_path / "played.txt", tmp_path / "did.jsonl"
    played.write_text("\n".join(f"{rr_ms:.7f}" for rr_ms in intervals(400)))
    strap = start("emulate", played, "--name", NAME, "--adapter", "hci1", "--log", log, "--json")
    strap.says("is ready")
    found = start("scan", "--seconds", 1.5, "--adapter", "hci2", "--json")
    straps = found.end().json["straps"]
    assert [(one["name"], one["model"]) for one in straps] == [(NAME, "polar_h10")]
    assert set(straps[0]) == {"name", "address", "model", "battery_percent", "rssi_dbm"}

    arguments = ("record", "--device", straps[0]["address"], "--adapter", "hci0")
    recording = start(*arguments, "--library", library)
    wait_for(log, 15)
    busy = start(*arguments, "--library", library).end()
    assert busy.code == 1
    assert "in use" in busy.stderr
    killed_s = time.monotonic()
    recording.kill()
    whole = [
        tick
        for one in done(log)
        if isinstance(one, Sent) and one.monotonic_s < killed_s - 1
        for tick in one.ticks
    ]

    listing = run("sessions", "--library", library, "--json")
    session = listing.json["sessions"][0]
    assert session["state"] == "recovered"
    assert "The last session ended without closing." in listing.stderr
    exported = run(
        "export", "last", "--to", "rr", "--out", tmp_path, "--library", library, "--json"
    )
    ticks = exported_ticks(exported.json["files"][0])
    assert ticks[: len(whole)] == whole
    assert len(whole) > 5

    after = start(*arguments, "--library", library, "--seconds", 3, "--json").end()
    assert after.code == 0, after.stderr
    assert after.json["duration_s"] == pytest.approx(3, abs=0.5)
    assert after.json["beats"] > 0
    strap.ask_to_stop(signal.SIGTERM)
    ended = strap.end()
    assert ended.code == 0
    assert not ended.json["complete"]
    assert ended.json["beats"] == len(sent_ticks(log))
