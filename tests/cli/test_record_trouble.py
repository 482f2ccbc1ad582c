"""`record` on a disk that takes no more: told at once, and nothing claimed that is not kept."""

import json
import resource
import signal
import subprocess
import sys
import time

from bluetooth_stage import intervals


def test_what_the_disk_does_not_take_is_told_at_once_and_at_the_end(start, run, tmp_path):
    played, library = tmp_path / "played.txt", tmp_path / "library.db"
    played.write_text("\n".join(f"{rr_ms:.7f}" for rr_ms in intervals(100)))
    strap = start("emulate", played, "--adapter", "hci1", "--json")
    strap.says("is ready")
    recording = start(
        *("record", "--device", "Polar", "--adapter", "hci0", "--library", library, "--json")
    )
    recording.says("Battery")
    resource.prlimit(recording.pid, resource.RLIMIT_FSIZE, (4096, 4096))
    recording.says("The disk does not take the recording.", within_s=10)
    recording.ask_to_stop()
    ended = recording.end()
    assert ended.code == 1
    assert ended.stderr.splitlines()[-1].startswith("Not all of the session was kept.")

    listed = run("sessions", "--library", library, "--json").json["sessions"][0]
    assert listed["state"] == "recovered"
    if ended.stdout:
        assert listed["beats"] == ended.json["beats"], "what it said to be kept is what was kept"


def test_messages_that_nobody_takes_do_not_end_a_recording(start, env, mock_bluez, tmp_path):
    played, library = tmp_path / "played.txt", tmp_path / "library.db"
    played.write_text("\n".join(f"{rr_ms:.7f}" for rr_ms in intervals(100)))
    strap = start("emulate", played, "--adapter", "hci1")
    strap.says("is ready")
    command = [
        *(sys.executable, "-m", "coherence_desktop", "record", "--device", "Polar"),
        *("--adapter", "hci0", "--library", library, "--json"),
    ]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=mock_bluez.env | env, **pipes) as recording:
        while b"Battery" not in recording.stderr.readline():
            assert recording.poll() is None
        recording.stderr.close()
        mock_bluez.drop("hci0")
        time.sleep(2)
        assert recording.poll() is None
        recording.send_signal(signal.SIGINT)
        kept = json.loads(recording.stdout.read())
        assert recording.wait(timeout=30) == 0
    assert kept["beats"] > 0
