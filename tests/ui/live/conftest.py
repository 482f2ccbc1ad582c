"""A session told to the live page step by step, without a clock of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from coherence_desktop.events import (
    Battery,
    Beat,
    BeatJudged,
    BeatKind,
    Contact,
    Device,
    Gap,
    Link,
    LinkState,
    Phase,
    Started,
)
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.signal.artefacts import LiveDetector
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.ui.live.page import LivePage
from coherence_desktop.ui.theme import Theme

HEARD_AFTER_S = 0.5
NAMED = (NamedMarker("C", "Cough", "cough"), NamedMarker("S", "Sigh", "sigh"))


class Commands:
    """What the page asks for, written down; the clock is set by the test."""

    def __init__(self) -> None:
        self.t = 0.0
        self.pacer: Pacer | None = Pacer(Pattern.from_rate(6.2))
        self.planned_s: float | None = 600.0
        self.asked: list[tuple[object, ...]] = []

    def now(self) -> float:
        return self.t

    def mark(self, key: str, label: str, t: float) -> None:
        self.asked.append(("mark", key, label, t))

    def note(self, text: str, t: float) -> None:
        self.asked.append(("note", text, t))

    def step_pace(self, delta: float) -> None:
        self.asked.append(("step_pace", delta))
        pattern = self.pacer.target.stepped(delta) if self.pacer is not None else None
        if pattern is not None:
            self.pacer = self.pacer.changed(pattern.change_at(self.t))

    def pause(self) -> None:
        self.asked.append(("pause",))

    def resume(self) -> None:
        self.asked.append(("resume",))

    def end(self) -> None:
        self.asked.append(("end",))


class Told:
    """A page, its commands, and a way to let a session happen to them."""

    def __init__(self, page: LivePage, commands: Commands) -> None:
        self.page = page
        self.commands = commands
        self.measures = LiveMeasures(commands.pacer.phase_rad)
        self._detector = LiveDetector()
        self._gap_before = False
        self.beat_t = 1.0

    def connected(self) -> None:
        """A strap is connected and the recording runs."""
        self.page.consume(
            [
                Started(
                    0.0,
                    started_utc="2000-01-01T00:00:00.000000+00:00",
                    timezone="UTC",
                    utc_offset_s=0,
                    app_version="0",
                    source="strap",
                ),
                Link(0.0, LinkState.CONNECTED),
                Device(0.0, name="Polar H10 8C2A1B34", address=""),
                Battery(0.0, 80),
                Contact(0.0, True),
                Phase(0.0, "breathe", "Follow the wave"),
                recording(0.0),
            ]
        )

    def beats(self, rr_ms: Sequence[float]) -> None:
        """Beats come, one by one, each heard half a second later."""
        for rr in rr_ms:
            self.beat_t += rr / 1000.0
            self._at(self.beat_t + HEARD_AFTER_S)
            self.measures.beat(self.beat_t, rr)
            items: list[object] = [Beat(self.beat_t, rr, self.commands.t)]
            for judged in self._detector.push(rr, gap_before=self._gap_before):
                self.measures.judge(judged.index, str(judged.kind), tuple(judged.corrected))
                items.append(
                    BeatJudged(
                        self.commands.t,
                        index=judged.index,
                        kind=BeatKind(str(judged.kind)),
                        corrected_ms=tuple(judged.corrected),
                        settled=judged.settled,
                    )
                )
            self._gap_before = False
            self.page.consume([*items, self.measures.snapshot()])
            self.page.tick()

    def gap(self, seconds: float) -> None:
        """No beats for a while."""
        start = self.beat_t
        self.beat_t += seconds
        self.measures.gap(start, self.beat_t)
        self._gap_before = True
        self.wait(seconds)
        self.page.consume([Gap(self.commands.t, start_s=start, end_s=self.beat_t, cause="test")])

    def wait(self, seconds: float, step: float = 0.1) -> None:
        """Time passes at ten frames a second."""
        end = self.commands.t + seconds
        while self.commands.t < end - 1e-9:
            self._at(min(self.commands.t + step, end))

    def _at(self, t: float) -> None:
        while self.commands.t < t - 0.1:
            self.commands.t += 0.1
            self.page.tick()
        self.commands.t = t
        self.page.tick()


def recording(t: float) -> RecorderState:
    return RecorderState(state="recording", committed_t=t, committed_events=1, pending_events=0)


@pytest.fixture(params=["light", "dark"])
def theme(request, qapp) -> Theme:
    return Theme(dark=request.param == "dark")


@pytest.fixture
def light(qapp) -> Theme:
    return Theme()


@pytest.fixture
def open_page(qtbot) -> Callable[..., Told]:
    """Open a live page; gives it with the session that feeds it."""

    def opened(theme: Theme, width: int = 1440, height: int = 900) -> Told:
        commands = Commands()
        page = LivePage(theme, commands, NAMED, title="Breathing at resonance", about="Session 6")
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        QApplication.processEvents()
        return Told(page, commands)

    return opened


@pytest.fixture
def told(open_page, light) -> Told:
    """A page whose strap is connected and has sent nothing yet."""
    session = open_page(light)
    session.connected()
    return session


@pytest.fixture
def breathing() -> Callable[[int], list[float]]:
    """Intervals of a heart that follows six breaths a minute, in 1/1024 s."""

    def make(count: int) -> list[float]:
        t, rr_ms = 0.0, []
        for _ in range(count):
            rr = round((800.0 + 150.0 * np.sin(2 * np.pi * t / 9.68)) * 1.024) / 1.024
            rr_ms.append(rr)
            t += rr / 1000.0
        return rr_ms

    return make


def pixels(widget: QWidget) -> np.ndarray:
    """What is painted, as an array of shape (height, width, 3)."""
    QApplication.processEvents()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def near(painted: np.ndarray, color: QColor, within: int = 24) -> np.ndarray:
    """Where a colour was painted, shape (height, width)."""
    wanted = np.array([color.red(), color.green(), color.blue()])
    return (np.abs(painted.astype(int) - wanted) <= within).all(axis=2)


@pytest.fixture
def painted() -> Callable[[QWidget], np.ndarray]:
    return pixels


@pytest.fixture
def in_color() -> Callable[[QWidget, QColor], np.ndarray]:
    """Where a widget shows a colour, shape (height, width)."""
    return lambda widget, color: near(pixels(widget), color)


@pytest.fixture
def physio_1(rr_of: Callable[[str], np.ndarray], recordings: Path) -> list[float]:
    return rr_of("physio_1").tolist()
