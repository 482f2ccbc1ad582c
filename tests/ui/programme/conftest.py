"""A practice that runs in the window, with a clock that the test sets."""

import math
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from coherence_desktop.events import AnyEvent, Ended, Marker, Note, Paused, Resumed, Started
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.programme import Programme
from coherence_desktop.practice.programmes import load_programmes
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.records.problems import WritingGone
from coherence_desktop.records.writings import Writing
from coherence_desktop.ui.programme.page import ProgrammePage
from coherence_desktop.ui.theme import Theme


class Shelf:
    """A person's texts, in memory."""

    def __init__(self) -> None:
        self.texts: dict[str, Writing] = {}
        self.problem: Exception | None = None

    def all(self) -> list[Writing]:
        return list(reversed(self.texts.values()))

    def read(self, writing_id: str) -> Writing:
        if writing_id not in self.texts:
            raise WritingGone(writing_id)
        return self.texts[writing_id]

    def keep(self, writing: Writing) -> None:
        if self.problem is not None:
            raise self.problem
        self.texts[writing.id] = writing

    def delete(self, writing_id: str) -> None:
        self.read(writing_id)
        del self.texts[writing_id]


class Stage:
    """The page with a real engine behind it; ``log`` is what would be recorded."""

    def __init__(
        self, theme: Theme, name: str, shelf: Shelf | None, log: tuple[AnyEvent, ...] = ()
    ) -> None:
        self.t = 0.0
        self.planned_s = None
        self.practice = load_programmes().by_id[name]
        programme = Programme(self.practice)
        self._engine = SessionEngine.restored(programme, log, standstill_s=math.inf)
        self.log: list[AnyEvent] = []
        self.page = ProgrammePage(theme, self, self.practice, shelf)
        self._tell(list(log))
        if not log:
            self.post(
                Started(
                    0.0,
                    started_utc="2026-05-01T19:14:00.000000+00:00",
                    timezone="UTC",
                    utc_offset_s=0,
                    app_version="0",
                    source="none",
                )
            )

    @property
    def pacer(self) -> Pacer | None:
        return self._engine.pacer

    def now(self) -> float:
        return self.t

    def post(self, event: AnyEvent) -> None:
        self._tell(self._engine.receive(event))

    def mark(self, key: str, label: str, t: float) -> None:
        self.post(Marker(t, label, key))

    def note(self, text: str, t: float) -> None:
        self.post(Note(t, text))

    def step_pace(self, delta: float) -> None:
        change = self._engine.step_rate(self.t, delta)
        if change is not None:
            self.post(change)

    def pause(self) -> None:
        self.post(Paused(self.t))

    def resume(self) -> None:
        self.post(Resumed(self.t))

    def end(self) -> None:
        self.post(Ended(self.t))

    def wait(self, seconds: float) -> None:
        """Let time pass as in a session: ten times a second."""
        for _ in range(round(seconds * 10)):
            self.t += 0.1
            self._tell(self._engine.tick(self.t))
            self.page.tick()

    def come_to(self, step: str) -> None:
        """Go on until a step is shown."""
        while self.page.step != step:
            self.t += 0.5
            self.page.go_on()
            QApplication.processEvents()

    def of(self, *kinds: type) -> list[AnyEvent]:
        return [event for event in self.log if isinstance(event, kinds)]

    def _tell(self, events: list[AnyEvent]) -> None:
        self.log.extend(events)
        self.page.consume(events)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def stage(theme: Theme, shelf: Shelf, shown) -> Callable[..., Stage]:
    """Make a running practice and show its page."""

    def make(name: str = "soothing_sentence", *, keeps: bool = True, size=(1440, 900), log=()):
        one = Stage(theme, name, shelf if keeps else None, log)
        shown(one.page, *size)
        return one

    return make
