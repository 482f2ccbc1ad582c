"""Sessions to report: simulated trials of exposure, and breathing over real intervals."""

import io
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Device,
    Ended,
    Gap,
    Marker,
    Note,
    PacerChange,
    Phase,
    PracticeStarted,
    Started,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.exposure.rehearsal import Rehearsal
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.sensors.simulation import beats
from coherence_desktop.sensors.simulation.exposure import Course, Voice
from coherence_desktop.ui.report.sources import SessionSource
from coherence_desktop.ui.review.sources import SessionHead

BERLIN = timezone(timedelta(hours=2))
CLIENT = "01KS26C4002NTFKGXJYFD54F3R"
TRIALS = 2


def started(source: str = "strap") -> Started:
    return Started(
        0.0,
        started_utc="2026-05-22T10:00:00.000000+00:00",
        timezone="Europe/Berlin",
        utc_offset_s=7200,
        app_version="0.1.0",
        source=source,
    )


@pytest.fixture(scope="session")
def exposure() -> list[AnyEvent]:
    """Two trials of a simulated person, two marks and a private note."""
    practice = ExposureSession()
    engine = SessionEngine(practice)
    log = engine.receive(started())
    log += engine.receive(Device(0.0, name="H10 of M", address="A0:9E", model="polar_h10"))
    course = Course(lambda: practice.state)
    voice = Voice(lambda: practice.state, course)
    trial = TrialStarted(
        0.0,
        exercise_id="running_in_place",
        exercise_name="Running in place",
        planned_s=plan(induce_s=60.0),
        ceiling_bpm=157.0,
    )
    rehearsal = Rehearsal(trial, trials=TRIALS)
    people: list[AnyEvent] = [
        Marker(150.0, "Dizzy"),
        Note(300.0, "Held on to the chair."),
        Marker(500.0, "Warm <b>& bold</b>"),
    ]
    for beat in beats(1, added_bpm=course.added_bpm):
        given = rehearsal.due(practice.state, beat.t)
        while people and people[0].t <= beat.t:
            given.append(people.pop(0))
        for event in (Beat(beat.t, beat.rr_ms, beat.t), *given, *voice.says(beat.t)):
            log += engine.receive(event)
        if practice.state.phase == "rest" and practice.state.trials == TRIALS:
            return log + engine.receive(Ended(beat.t))
        log += engine.tick(beat.t)
    raise AssertionError("the simulated heart stopped")


@pytest.fixture(scope="session")
def breathing() -> Callable[..., list[AnyEvent]]:
    """A breathing session over given intervals, with a guide of six breaths a minute."""

    def log(rr_ms, gap: tuple[float, float] | None = None) -> list[AnyEvent]:
        t = np.cumsum(np.asarray(rr_ms, dtype=float)) / 1000.0
        told = [Beat(float(a), float(rr), float(a)) for a, rr in zip(t, rr_ms, strict=True)]
        gaps = []
        if gap is not None:
            told = [one for one in told if not gap[0] < one.t < gap[1]]
            before = max(one.t for one in told if one.t <= gap[0])
            after = min(one.t - one.rr_ms / 1000.0 for one in told if one.t >= gap[1])
            gaps = [Gap(gap[1], start_s=before, end_s=after, cause="lost_contact")]
        return [
            started(),
            PracticeStarted(0.0, kind="breathing", name="Six a minute"),
            Phase(0.0, "breathe", "Follow the wave"),
            PacerChange(0.0, inhale_s=4.0, exhale_s=6.0, glide=False),
            *sorted([*told, *gaps], key=lambda event: event.t),
            Ended(float(t[-1]) + 1.0),
        ]

    return log


@pytest.fixture(scope="session")
def wave() -> np.ndarray:
    """Five minutes of intervals that swing with six breaths a minute."""
    rr, t = [], 0.0
    noise = np.random.default_rng(2)
    while t < 300.0:
        rr.append(850.0 + 110.0 * np.sin(2 * np.pi * 0.1 * t) + noise.normal(0, 6))
        t += rr[-1] / 1000.0
    return np.array(rr)


@pytest.fixture(scope="session")
def source() -> Callable[..., SessionSource]:
    """What a session report is made from."""

    def make(events, name: str = "Mona Example", **kwargs) -> SessionSource:
        moment = datetime(2026, 5, 22, 12, 0, tzinfo=BERLIN)
        head = SessionHead(id=CLIENT, client=name, number=2, started=moment)
        return SessionSource(head=head, events=events, client_id=CLIENT, **kwargs)

    return make


class Parsed(HTMLParser):
    """A page as a reader takes it: its tags, what they hold, and whether each is closed."""

    VOID = frozenset({"meta", "img", "br", "col"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture
def parsed() -> Callable[[str], Parsed]:
    """Read a page of HTML; fails where a tag is not closed."""
    return Parsed


@pytest.fixture
def pages_of() -> Callable[[bytes], list[str]]:
    """Text of each page of a PDF, by an independent reader."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf reads the text of a PDF back")

    def read(pdf: bytes) -> list[str]:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    return read


@pytest.fixture
def fonts_of(tmp_path) -> Callable[[bytes], list[list[str]]]:
    """Fonts of a PDF: name, and whether it is embedded."""

    def read(pdf: bytes) -> list[list[str]]:
        path = tmp_path / "fonts.pdf"
        path.write_bytes(pdf)
        try:
            told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        except FileNotFoundError:
            pytest.skip("pdffonts (poppler-utils) is not installed")
        return [line.split() for line in told.stdout.splitlines()[2:]]

    return read


@pytest.fixture
def logo(tmp_path):
    """A picture that is a logo."""
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#1A675E"))
    image.setText("Author", "Mona Example")
    path = tmp_path / "logo.png"
    assert image.save(str(path))
    return path
