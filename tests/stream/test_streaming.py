"""A session's streams, taken by liblsl in another process."""

import socket
import time
import uuid
from pathlib import Path
from xml.etree.ElementTree import fromstring

import numpy as np
import pylsl
import pytest
import pyxdf

from coherence_desktop.acquisition.running import RunningSession
from coherence_desktop.events import Beat, Device, EcgChunk, Ended, Marker, Note, Started
from coherence_desktop.lsl_network import DISCOVERY_PORT, GROUPS, LOOPBACK
from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.sensors.replay import ReplaySensor
from coherence_desktop.sensors.sensor import SessionClock
from coherence_desktop.signal.raw_samples import pack_ecg
from coherence_desktop.stream.network import StreamAddressProblem
from coherence_desktop.stream.streaming import Streaming

TIMING_S = 0.005
STREAMS = 4


@pytest.fixture
def streaming():
    streaming = Streaming()
    yield streaming
    streaming.close()


@pytest.fixture
def session_id() -> str:
    return uuid.uuid4().hex


def until(true, within_s: float = 30.0) -> None:
    end_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end_s, "it did not come about"
        time.sleep(0.02)


def recorded(path: Path) -> dict[str, dict]:
    streams, _ = pyxdf.load_xdf(path, dejitter_timestamps=False, verbose=False)
    return {one["info"]["name"][0].removeprefix("CoherenceDesktop_"): one for one in streams}


def described(stream: dict) -> dict:
    return stream["info"]["desc"][0]


def sockets_of_this_process() -> dict[str, str]:
    """Local address and port of each socket, in hex as Linux tells them, by its inode."""
    own = {link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    inodes = {name[len("socket:[") : -1] for name in own if name.startswith("socket:")}
    found = {}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes:
                found[f"{table} {fields[9]}"] = fields[1]
    return found


def test_every_beat_and_mark_arrives_with_its_own_time_and_is_read_back_from_xdf(
    streaming, session_id, other_program, tmp_path
):
    clock = SessionClock()
    hear = streaming.open(session_id, clock)
    local_clock = pylsl.local_clock
    hear(Started(0.0, started_utc="", timezone="", utc_offset_s=0, app_version="1"))
    hear(Device(0.1, name="Polar H10 5A1B2C3D", address="A0:9E:1A:5A:1B:2C", serial="5A1B2C3D",
                model="polar_h10", manufacturer="Polar Electro Oy"))  # fmt: skip
    hear(EcgChunk(0.1, rate_hz=130.0, samples=pack_ecg([0])))
    path = tmp_path / "lab.xdf"
    recorder = other_program("recorder.py", path, session_id, STREAMS + 1)
    assert recorder.line() == str(STREAMS + 1)
    until(lambda: streaming.listeners == STREAMS + 1)

    # Each event is posted later than it happened, as a strap does; what counts is when it was.
    was: dict[str, list[float]] = {"RR": [], "Markers": [], "ECG": []}
    rr_ms = [1024 / 1.024 - k / 1.024 for k in range(40)]
    for k, rr in enumerate(rr_ms):
        late_s = 0.02 * (k % 7)
        now, local_s = clock.now(), local_clock()
        was["RR"].append(local_s - late_s)
        was["Markers"].append(local_s)
        hear(Beat(now - late_s, rr, now))
        hear(Marker(now, f"Schwindel · {k}"))
        time.sleep(0.04)
    now, local_s = clock.now(), local_clock()
    uv = [k - 8_000_000 for k in range(73)]
    hear(EcgChunk(now - 1.0, rate_hz=130.0, samples=pack_ecg(uv)))
    was["ECG"] = [local_s - 1.0 + k / 130.0 for k in range(73)]
    time.sleep(0.5)
    recorder.end()

    found = recorded(path)
    assert set(found) == {"RR", "HeartRate", "Coherence", "Markers", "ECG"}
    for name, times in was.items():
        errors_s = np.abs(found[name]["time_stamps"] - times)
        assert errors_s.max() < TIMING_S, f"{name}: {errors_s.max() * 1e3:.3f} ms"
    assert found["RR"]["time_series"][:, 0].tolist() == rr_ms
    assert found["ECG"]["time_series"][:, 0].tolist() == uv
    marks = [f"mark: Schwindel · {k}" for k in range(len(rr_ms))]
    assert [one for (one,) in found["Markers"]["time_series"]] == marks

    channel = described(found["RR"])["channels"][0]["channel"][0]
    assert channel == {"label": ["RR"], "unit": ["milliseconds"], "type": ["RR"]}
    assert described(found["ECG"])["acquisition"][0]["model"] == ["polar_h10"]
    assert described(found["RR"])["session"][0]["id"] == [session_id]
    assert found["ECG"]["info"]["nominal_srate"] == ["130.0"]
    for private in (b"5A1B2C3D", b"A0:9E", socket.gethostname().encode()):
        assert private not in path.read_bytes()


def test_a_running_session_streams_its_measures(streaming, other_program, tmp_path):
    session = RunningSession(
        Breathing(None, None),
        lambda _: ReplaySensor([900.0, 1000.0, 1100.0, 1000.0] * 100),
        source="replay",
        speed=40.0,
        stream=streaming.open,
    )
    path = tmp_path / "lab.xdf"
    until(lambda: streaming.session_id != "")
    recorder = other_program("recorder.py", path, streaming.session_id, STREAMS)
    assert recorder.line() == str(STREAMS)
    until(session.acquisition.sensor_done.is_set)
    session.mark("mark", "Mark 1", session.now())
    session.end()
    streaming.close()
    recorder.end()
    found = recorded(path)
    assert set(found["RR"]["time_series"][:, 0]) == {900.0, 1000.0, 1100.0}
    steps_s = np.diff(found["RR"]["time_stamps"])
    assert steps_s == pytest.approx(found["RR"]["time_series"][1:, 0] / 1000 / 40.0, abs=1e-6)
    coherence = found["Coherence"]["time_series"]
    assert np.isfinite(coherence).all(axis=1).sum() > 20
    assert ((coherence[:, 0] >= 0) & (coherence[:, 0] <= 100) | np.isnan(coherence[:, 0])).all()
    beats_s = found["RR"]["time_stamps"][-100:]
    for name in ("HeartRate", "Coherence"):
        off_s = np.abs(found[name]["time_stamps"][:, np.newaxis] - beats_s).min(axis=0)
        assert off_s.max() < 0.001, "each measure stands at the time of its beat"
    told = [one for (one,) in found["Markers"]["time_series"]]
    assert "mark: Mark 1" in told
    assert told[-1] == "session ended: ended"


def test_nothing_is_reachable_from_outside_the_loopback(session_id):
    before = sockets_of_this_process()
    streaming = Streaming()
    try:
        streaming.open(session_id, SessionClock())
        opened = {
            key: where for key, where in sockets_of_this_process().items() if key not in before
        }
        assert len(opened) == 2 * STREAMS + 1
        assert {where.partition(":")[0] for where in opened.values()} == {"0100007F"}
        port = next(int(where.partition(":")[2], 16) for key, where in opened.items()
                    if key.startswith("tcp"))  # fmt: skip
        socket.create_connection(("127.0.0.1", port), 2).close()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("198.51.100.1", 9))
            except OSError:
                return
            outside = probe.getsockname()[0]
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection((outside, port), 1)
    finally:
        streaming.close()
    assert sockets_of_this_process().keys() <= before.keys() | {
        key for key in sockets_of_this_process() if key not in opened
    }


@pytest.mark.parametrize("address", ["0.0.0.0", "224.0.0.1", "198.51.100.77", "eth0", "", "::1"])
def test_an_address_that_is_not_one_network_of_this_computer_is_refused(address):
    with pytest.raises(StreamAddressProblem, match="address"):
        Streaming(address)


def test_a_listener_that_takes_nothing_holds_up_nobody(streaming, session_id, monkeypatch):
    clock = SessionClock()
    hear = streaming.open(session_id, clock)
    port = next(iter(streaming.ports.values()))
    with socket.create_connection(("127.0.0.1", port)) as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.sendall(b"LSL:streamfeed/110 \r\nMax-Buffer-Length: 360\r\n\r\n")
        until(lambda: streaming.listeners == 1)
        longest_s = 0.0
        for _ in range(400_000):
            began_s = time.perf_counter()
            hear(Beat(clock.now(), 1000.0, clock.now()))
            longest_s = max(longest_s, time.perf_counter() - began_s)
            if not streaming.listeners:
                break
        until(lambda: streaming.listeners == 0)
    assert longest_s < 0.5


def test_of_two_recorders_one_may_vanish_and_the_other_misses_nothing(
    streaming, session_id, other_program, tmp_path
):
    clock = SessionClock()
    hear = streaming.open(session_id, clock)
    paths = [tmp_path / "stays.xdf", tmp_path / "vanishes.xdf"]
    stays, vanishes = (other_program("recorder.py", one, session_id, STREAMS) for one in paths)
    assert stays.line() == vanishes.line() == str(STREAMS)
    until(lambda: streaming.listeners == 2 * STREAMS)
    for k in range(40):
        if k == 20:
            vanishes.kill()
        hear(Beat(clock.now(), 1000.0 + k, clock.now()))
        time.sleep(0.02)
    until(lambda: streaming.listeners == STREAMS)
    time.sleep(0.5)
    stays.end()
    got = recorded(paths[0])["RR"]["time_series"][:, 0].tolist()
    assert got == [1000.0 + k for k in range(40)]


def test_a_session_that_goes_on_does_not_tell_again_what_was_before(
    streaming, session_id, other_program, tmp_path
):
    clock = SessionClock(started_s=500.0)
    hear = streaming.open(session_id, clock)
    path = tmp_path / "lab.xdf"
    recorder = other_program("recorder.py", path, session_id, STREAMS)
    assert recorder.line() == str(STREAMS)
    until(lambda: streaming.listeners == STREAMS)
    hear(Beat(100.0, 1000.0, 100.2))
    hear(Marker(101.0, "Mark 1"))
    now = clock.now()
    hear(Beat(now, 900.0, now))
    hear(Note(now, "what nobody else may read"))
    hear(Ended(now))
    time.sleep(0.5)
    recorder.end()
    found = recorded(path)
    assert found["RR"]["time_series"].tolist() == [[900.0]]
    assert found["Markers"]["time_series"] == [["note"], ["session ended: ended"]]
    assert b"nobody" not in path.read_bytes()


def test_streams_of_other_programs_on_this_computer_are_found_as_before(
    streaming, session_id, lsl_outlet
):
    """A question on the loopback reaches one program alone, which passes it on."""
    lsl_outlet(f"other {session_id}", [800.0], source_id=f"other-{session_id}")
    streaming.open(session_id, SessionClock())
    found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind((LOOPBACK, 0))
        asking.settimeout(10.0)
        query = f"contains(source_id,'{session_id}')\r\n{asking.getsockname()[1]} 77\r\n"
        asking.sendto(f"LSL:shortinfo\r\n{query}".encode(), (LOOPBACK, DISCOVERY_PORT))
        while len(found) < STREAMS + 1:
            query_id, _, xml = asking.recv(65536).partition(b"\r\n")
            assert query_id == b"77"
            found.add(fromstring(xml).findtext("name"))
    assert f"other {session_id}" in found


def test_a_lab_network_is_asked_in_its_groups_and_served_at_one_address(session_id, tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))
        except OSError:
            pytest.skip("this computer has no network")
        address = probe.getsockname()[0]
    before = sockets_of_this_process()
    streaming = Streaming(address)
    try:
        streaming.open(session_id, SessionClock())
        ours = f"{int.from_bytes(socket.inet_aton(address), 'little'):08X}"
        groups = {f"{int.from_bytes(socket.inet_aton(group), 'little'):08X}" for group in GROUPS}
        opened = [
            where.partition(":")[0]
            for key, where in sockets_of_this_process().items()
            if key not in before
        ]
        assert set(opened) == {ours} | groups
    finally:
        streaming.close()
