"""A session of exposure, recorded from an emulated strap with ECG as the app records it."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from mock_bluez import MockBlueZ

from coherence_desktop.acquisition.running import RunningSession
from coherence_desktop.events import (
    AccelerationChunk,
    Amended,
    Answer,
    Beat,
    BeatJudged,
    BeatKind,
    EcgChunk,
    Gap,
    Marker,
    Note,
    Phase,
    Prompt,
    Rating,
    Recovery,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.bluetooth.strap import StrapSensor
from coherence_desktop.sensors.emulator import EmulatorEvent, from_json
from coherence_desktop.sensors.raw import RawSignals

NAME = "Polar H10 5A1B2C3D"
SENT_MS = [(700 + number) / 1.024 for number in range(200)]
"""No two are the same, so that each beat is known by its own."""
WORDS = ("=cmd|' /C calc'!A0", 'a "quoted", one\nand\tanother', "dizzy 😵‍💫", "R", "Brustenge")
PUT_RIGHT = "Tight chest"
"""What the last word is called afterwards."""
PRIVATE, SHARED, LATER = "About her mother; über alles.", "Held the chair.", "Said later"
TRIAL = TrialStarted(
    0.0,
    exercise_id="running_in_place",
    exercise_name="Running in place",
    recovery=Recovery.FREE,
    planned_s={"baseline": 2.0, "induce": 2.0, "stay": 30.0, "recover": 30.0},
    prompt_every_s=3.0,
)


def _until(condition, within_s=60.0):
    end_s = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def _led(running, heard, stack):
    """What a clinician does in two trials, while the link is lost and found again."""

    def count(kind, **told):
        named = [one for one in list(heard) if isinstance(one, kind)]
        return sum(all(getattr(one, key) == is_ for key, is_ in told.items()) for one in named)

    _until(lambda: count(Beat) > 3 and count(EcgChunk) > 2 and count(AccelerationChunk) > 1)
    now = running.now
    running.post(msgspec.structs.replace(TRIAL, t=now()))
    running.post(Answer(now(), "fear", "That I faint"))
    running.post(Rating(now(), "distress", 62.5))
    running.post(Phase(now(), "baseline"))
    _until(lambda: count(Phase, name="stay"))
    for word in WORDS:
        running.mark("mark", word, now())
    running.note(PRIVATE, now())
    running.post(Note(now(), SHARED, private=False))
    beats, chunks = count(Beat), count(EcgChunk)
    stack.drop("hci0")
    _until(lambda: count(Gap) and count(Beat) > beats + 3 and count(EcgChunk) > chunks + 2)
    _until(lambda: count(Prompt))
    running.post(Phase(now(), "recover"))
    running.post(Rating(now(), "distress", 30.0))
    running.post(Phase(now(), "learn"))
    running.post(Answer(now(), "learned", "It passed"))
    running.post(TrialEnded(now()))
    _until(lambda: count(Phase, name="rest") > 1)
    running.post(msgspec.structs.replace(TRIAL, t=now()))
    running.post(TrialEnded(now(), "stopped"))
    _until(lambda: count(TrialEnded) > 1)


@dataclass(frozen=True)
class RecordedExposure:
    """A library that is open, the id of its session, and what the strap truly did."""

    library: Library
    session_id: str
    did: list[EmulatorEvent]


@contextlib.contextmanager
def recorded_exposure(folder: Path) -> Iterator[RecordedExposure]:
    """Record two trials into an encrypted library, and put some of it right afterwards."""
    rr, did, heard = folder / "rr.txt", folder / "did.jsonl", []
    rr.write_text("\n".join(map(repr, SENT_MS)))
    stack, emulate = MockBlueZ(), ("-m", "coherence_desktop", "emulate", rr)
    with pytest.MonkeyPatch.context() as patch, Library.create(folder / "l.db", RandomKey()) as to:
        stack.start()
        patch.setenv("DBUS_SYSTEM_BUS_ADDRESS", stack.address)
        strap = subprocess.Popen(
            [sys.executable, *emulate, "--name", NAME, "--adapter", "hci1", "--log", did],
            env=stack.env,
            stderr=subprocess.DEVNULL,
        )
        try:
            raw = RawSignals(ecg=True, acceleration=True)
            running = RunningSession(
                ExposureSession(),
                lambda _: StrapSensor(NAME, "hci0", raw=raw),
                source="strap",
                library=to,
                listener=heard.append,
            )
            _led(running, heard, stack)
            assert running.end().state == "closed"
        finally:
            strap.terminate()
            strap.wait()
            stack.stop()
        session = to.session("last")
        last = [event for event in to.events(session.id) if isinstance(event, Marker)][-1]
        to.annotate(
            session.id,
            BeatJudged(session.duration_s, index=2, kind=BeatKind.EXCLUDED, by="person"),
            Amended(last.t + 0.25, what="marker", was_s=last.t, name=last.key, label=PUT_RIGHT),
            Note(last.t, LATER, private=False),
        )
        yield RecordedExposure(to, session.id, [*map(from_json, did.read_bytes().splitlines())])
