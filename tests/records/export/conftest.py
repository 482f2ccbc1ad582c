"""A session of exposure as people have it: trials, odd words, a private note, a lost stretch."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Contact,
    Device,
    Ended,
    Gap,
    Marker,
    Note,
    Realigned,
    Started,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.exposure.rehearsal import Rehearsal
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.records.export import SessionToExport
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.sensors.simulation import beats
from coherence_desktop.sensors.simulation.exposure import Course, Voice
from coherence_desktop.sensors.timeline import timeline

STARTED = Started(
    0.0,
    started_utc="2026-05-22T12:00:03.123457+00:00",
    timezone="Europe/Berlin",
    utc_offset_s=7200,
    app_version="0.1.0",
    title="Seen at home",
    source="strap",
)
DEVICE = Device(
    0.2,
    name="Polar H10 0A1B2C3D",
    address="A0:9E:1A:0A:1B:2C",
    serial="0A1B2C3D",
    model="polar_h10",
    manufacturer="Polar",
)
ODD = ("=cmd|' /C calc'!A0", 'a "quoted", one\nand\tanother', "dizzy 😵‍💫", "R", "\x14\x15\x00")
ENDED_S = 480.0
LOST_S = (300.0, 309.0)
CALLED = {
    "Beat": "beat",
    "Gap": "gap",
    "Device": "device",
    "Phase": "phase",
    "Rating": "rating",
    "Marker": "marker",
    "Note": "note",
    "TrialStarted": "trial",
    "TrialEnded": "trial_ended",
    "Answer": "answer",
    "Contact": "contact",
    "Prompt": "prompt",
    "PromptRested": "prompt_rested",
    "PracticeStarted": "practice",
    "PacerChange": "pacer_per_min",
    "Notice": "notice",
    "Started": "started",
    "Ended": "ended",
    "Realigned": "realigned_s",
    "Link": "link",
    "Battery": "battery_percent",
    "HeartRate": "heart_rate_bpm",
    "Amended": "amended",
}


@pytest.fixture(scope="package")
def called() -> dict[str, str]:
    """What exports call each event."""
    return CALLED


@pytest.fixture(scope="package")
def validated() -> Callable[[Path], list[dict]]:
    """Ask the official validator what is wrong with a dataset, or not as it might be."""
    beside = Path(sys.executable).with_name("bids-validator-deno")
    command = str(beside) if beside.exists() else shutil.which("bids-validator-deno")
    if command is None:
        pytest.skip("bids-validator-deno is not installed: pip install bids-validator-deno")

    def validate(folder: Path, severity: str = "error") -> list[dict]:
        done = subprocess.run(
            [command, "--json", str(folder)], capture_output=True, text=True, timeout=120
        )
        issues = json.loads(done.stdout)["issues"]["issues"]
        errors = [issue for issue in issues if issue["severity"] == "error"]
        assert bool(errors) == bool(done.returncode), done.stderr
        return [issue for issue in issues if issue["severity"] == severity]

    return validate


def exposure_log() -> list[AnyEvent]:
    practice = ExposureSession()
    engine = SessionEngine(practice)
    log = engine.receive(STARTED) + engine.receive(DEVICE)
    course = Course(lambda: practice.state)
    voice = Voice(lambda: practice.state, course)
    trial = TrialStarted(
        0.0,
        exercise_id="running_in_place",
        exercise_name="Running in place",
        planned_s=plan(induce_s=60.0),
    )
    rehearsal = Rehearsal(trial, trials=1)
    people: list[AnyEvent] = [Ended(ENDED_S)]
    people += [Note(130.0, "About her mother."), Note(131.0, "Held the chair.", private=False)]
    people += [Marker(90.0 + 0.0137 * at, text) for at, text in enumerate(ODD)][::-1]
    for beat in beats(1, added_bpm=course.added_bpm):
        given = rehearsal.due(practice.state, beat.t)
        while people and people[-1].t <= beat.t:
            given.append(people.pop())
        lost = beat.t - beat.rr_ms / 1000.0 < LOST_S[1] and beat.t > LOST_S[0]
        heard = [] if lost else [Beat(beat.t, beat.rr_ms, beat.t)]
        for event in (*heard, *given, *voice.says(beat.t)):
            log += engine.receive(event)
        if engine.ended:
            break
        log += engine.tick(beat.t)
    before = max(e.t for e in log if isinstance(e, Beat) and e.t < LOST_S[0] + 1)
    after = next(e for e in log if isinstance(e, Beat) and e.t > LOST_S[1])
    at = log.index(after)
    log[at + 1 : at + 1] = [
        Gap(after.t, start_s=before, end_s=after.t - after.rr_ms / 1000.0, cause="lost_contact"),
        Contact(after.t, detected=True),
        Realigned(after.t, 0.0, 0.0625),
    ]
    return log


@pytest.fixture(scope="package")
def log() -> list[AnyEvent]:
    return exposure_log()


@pytest.fixture(scope="package")
def session_of() -> Callable[..., SessionToExport]:
    """Make what an export needs from a log."""

    def make(events, number: int = 1, client: str = "01JX2", name: str = "Client M-014"):
        line = timeline(events)
        began = next((e for e in events if isinstance(e, Started)), STARTED)
        summary = SessionSummary(
            id=f"01JV{number:022d}",
            title=began.title,
            client=client,
            source=began.source,
            state=SessionState.COMPLETE,
            started_utc=began.started_utc,
            timezone=began.timezone,
            utc_offset_s=began.utc_offset_s,
            ended_utc=None,
            duration_s=line.duration_s,
            beats=len(line.t),
            events=len(events),
            **dict.fromkeys(("device_name", "device_address", "device_model"), ""),
            device_firmware="",
            battery_percent=None,
            app_version=began.app_version,
            vocabulary=began.vocabulary,
        )
        return SessionToExport(
            summary, events, line.t, line.rr_ms, line.gaps, line.duration_s, name
        )

    return make


@pytest.fixture(scope="package")
def session(log, session_of) -> SessionToExport:
    return session_of(log)


@pytest.fixture(scope="package")
def expected(session) -> dict[str, np.ndarray]:
    """When each kind of thing happened, by the class of its event; beats and gaps in the end."""
    found: dict[str, list[float]] = {}
    for event in session.events:
        if not isinstance(event, Beat | Gap):
            found.setdefault(msgspec.inspect.type_info(type(event)).tag, []).append(event.t)
    told = {kind: np.sort(times) for kind, times in found.items()}
    told["Gap"] = np.array([gap.start_s for gap in session.gaps])
    told["Beat"] = session.t_s
    return told
