"""`analyze` as a person runs it: every format, sessions of the library, progress, Ctrl+C."""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path

import edfio
import numpy as np
import pytest

from coherence_desktop.events import (
    AccelerationChunk,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Gap,
    Started,
)
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.signal.raw_samples import pack_acceleration

FS_HZ = 250
EVERY_S = 0.8


def ecg(seconds: int, fs_hz: int = FS_HZ) -> np.ndarray:
    """Draw an R wave every 0.8 s, from 0.4 s on."""
    t = np.arange(seconds * fs_hz) / fs_hz
    since = (t - 0.4 + EVERY_S / 2) % EVERY_S - EVERY_S / 2
    return np.exp(-((since / 0.012) ** 2) / 2)


def write_edf(folder: Path) -> Path:
    path = folder / "night.edf"
    edfio.Edf([edfio.EdfSignal(ecg(60), FS_HZ, label="ECG")]).write(path)
    return path


def write_bdf(folder: Path) -> Path:
    path = folder / "night.bdf"
    edfio.Bdf([edfio.BdfSignal(ecg(60), FS_HZ, label="EKG1")]).write(path)
    return path


def write_marked_edf(folder: Path) -> Path:
    path = folder / "marked.edf"
    marks = [edfio.EdfAnnotation(0.4 + EVERY_S * k, None, "R") for k in range(75)]
    signal_ = edfio.EdfSignal(np.zeros(60), 1, label="EEG", physical_range=(-1, 1))
    edfio.Edf([signal_], annotations=marks).write(path)
    return path


def write_wfdb(folder: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wfdb = importlib.import_module("wfdb")
        named = {"units": ["mV"], "sig_name": ["MLII"], "fmt": ["16"], "write_dir": str(folder)}
        wfdb.wrsamp("n1", fs=FS_HZ, p_signal=ecg(60)[:, None], **named)
    return folder / "n1.hea"


def write_annotated_wfdb(folder: Path) -> Path:
    write_wfdb(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wfdb = importlib.import_module("wfdb")
        beats = np.round((0.4 + EVERY_S * np.arange(75)) * FS_HZ).astype(int)
        wfdb.wrann("n1", "qrs", beats, symbol=["N"] * 75, write_dir=str(folder))
    return folder / "n1.qrs"


MADE = {
    "EDF": (write_edf, "R peaks found in the ECG channel 'ECG'"),
    "BDF": (write_bdf, "R peaks found in the ECG channel 'EKG1'"),
    "EDF+ annotations": (write_marked_edf, "75 beats, as annotated"),
    "WFDB": (write_wfdb, "R peaks found in the ECG channel 'MLII'"),
    "WFDB annotations": (write_annotated_wfdb, "75 beats, as annotated"),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_recording_of_each_format_is_measured(run, tmp_path, kind):
    write, words = MADE[kind]
    ended = run("analyze", "--json", write(tmp_path))
    assert (ended.code, ended.stderr) == (0, "")
    assert words in ended.json["settings"]["reading"]
    assert ended.json["time"]["mean_rr_ms"] == pytest.approx(800, abs=0.5)
    assert 70 <= ended.json["beats"] <= 75


@pytest.mark.parametrize("name", ["folder", "pipe"])
def test_no_file_is_one_sentence_and_no_wait(run, tmp_path, name):
    if name == "folder":
        (tmp_path / name).mkdir()
    else:
        os.mkfifo(tmp_path / name)
    ended = run("analyze", tmp_path / name)
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"{name} is not a file. Choose a recording")
    assert ended.stderr.count("\n") == 1


def test_a_channel_can_be_named(run, tmp_path):
    ended = run("analyze", "--channel", "leg", write_edf(tmp_path))
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == "night.edf has no channel called 'leg'. Name one of: 'ECG'.\n"
    assert run("analyze", "--channel", "ecg", tmp_path / "night.edf").code == 0


def chest(t: float) -> bytes:
    """A second of the acceleration of a chest that breathes 12 times a minute."""
    mg = np.zeros((50, 3), np.int32)
    mg[:, 2] = np.rint(20.0 * np.sin(2 * np.pi * 0.2 * (t + np.arange(50) / 50.0)))
    return pack_acceleration(mg)


@pytest.fixture
def library(tmp_path, env) -> Path:
    """A library with one session: a gap, and a beat that a person took out."""
    path = tmp_path / "library.db"
    started = Started(
        0.0,
        started_utc="2026-05-01T19:14:00.000000+00:00",
        timezone="Europe/Berlin",
        utc_offset_s=7200,
        app_version="0.1.0",
        source="strap",
    )
    with Library.create(path, Passphrase(env["COHERENCE_LIBRARY_KEY"])) as opened:
        recorder = Recorder(opened, opened.start_session(started))
        rr = 812.5
        for k in range(100):
            at = (k + 1) * rr / 1000 + (30.0 if k >= 50 else 0.0)
            if k == 50:
                recorder.add(Gap(at, start_s=50 * rr / 1000, end_s=at - rr / 1000, cause="link"))
            recorder.add(Beat(at, rr, at + 0.3))
        for second in range(112):
            recorder.add(
                AccelerationChunk(float(second), rate_hz=50.0, samples=chest(float(second)))
            )
        recorder.add(BeatJudged(112.0, index=10, kind=BeatKind.EXCLUDED, by="person"))
        recorder.add(BeatJudged(112.0, index=20, kind=BeatKind.EXTRA, by="person"))
        recorder.add(Ended(113.0))
        recorder.close()
    return path


def test_a_session_of_the_library_keeps_its_gap_and_what_a_person_said(run, library):
    found = run("analyze", "session:last", "--library", library, "--json", "--intervals").json
    assert found["file"].startswith("session:01K")
    assert found["beats"] == 100
    assert found["quality"]["gaps"] == [{"start_s": 40.625, "end_s": 70.625, "cause": "link"}]
    assert found["quality"]["by_kind"] == {"excluded": 1, "extra": 2}
    assert found["intervals"][10]["kind"] == "excluded"
    again = run("analyze", found["file"], "--library", library, "--window", 0, 20, "--json")
    assert again.json["beats"] == 24
    assert again.json["quality"]["by_kind"] == {"excluded": 1, "extra": 2}


def test_breathing_of_a_session_is_taken_from_its_acceleration(run, library):
    found = run("analyze", "session:last", "--library", library, "--json").json
    assert found["breathing"]["breathing_rate_acceleration_hz"] == pytest.approx(0.2, abs=0.005)
    short = run("analyze", "session:last", "--library", library, "--window", 0, 20, "--json").json
    absent = short["absent"]["breathing.breathing_rate_acceleration_hz"]
    assert absent == "needs 32 s of acceleration without a gap"


def test_an_exported_session_gives_the_same_measures(run, library, tmp_path):
    assert run("export", "last", "--library", library, "--to", "csv", "--out", tmp_path).code == 0
    exported = next(tmp_path.glob("*_beats.csv"))
    files = ["session:last", exported]
    raw = run("analyze", *files, "--library", library, "--no-correct", "--json").json["files"]
    assert raw[0]["time"] == raw[1]["time"]
    assert raw[1]["quality"]["gaps"][0]["start_s"] == 40.625


def test_a_session_that_is_not_there_is_one_sentence(run, library):
    ended = run("analyze", "session:00000000", "--library", library)
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    wrong = run("analyze", "--library", library, "x.txt")
    assert wrong.code == 2
    assert "session:last" in wrong.stderr


def watched(arguments: list[object], env: dict[str, str]) -> tuple[int, bytes, bytes]:
    """Run a command whose stderr, and nothing else, is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coherence_desktop", *map(str, arguments)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # a terminal that its last writer left
            while piece := os.read(ours, 65536):
                told += piece
        out = process.stdout.read()
        code = process.wait(timeout=30)
    os.close(ours)
    return code, out, told


def test_many_files_show_progress_where_a_person_watches(env, tmp_path):
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for file in files:
        file.write_text("800\n" * 200)
    code, out, told = watched(["analyze", "--json", *files], env)
    assert code == 0
    assert len(json.loads(out)["files"]) == 2
    assert b"2 of 2: two.txt" in told
    assert b"\x1b" not in out


def test_a_long_recording_shows_progress_and_a_short_text_none(env, tmp_path):
    long = tmp_path / "long.edf"
    edfio.Edf([edfio.EdfSignal(ecg(3000, 100), 100, label="ECG")]).write(long)
    code, out, told = watched(["analyze", "--json", long], env)
    assert code == 0
    assert json.loads(out)["beats"] > 3700
    assert "long.edf" in told.decode()
    short = tmp_path / "short.txt"
    short.write_text("800\n" * 200)
    assert watched(["analyze", "--json", short], env)[2] == b""


def test_ctrl_c_amid_many_recordings_is_one_line(env, tmp_path):
    night = write_edf(tmp_path)
    command = [sys.executable, "-m", "coherence_desktop", "analyze", *[str(night)] * 2000]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=env, **pipes) as process:
        while process.stderr.readline() != "3 of 2000: night.edf\n":
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    *others, last = told.splitlines()
    assert last == "Stopped before it was done. Start it again when you like."
    assert all(" of 2000: night.edf" in line for line in others)
