"""Measures the clinician's live page: processor time, paints, beat to painted pixel, memory.

Run it on a display or off screen: ``QT_QPA_PLATFORM=offscreen python tests/bench/live_page.py``.
A replayed recording has gone on for four minutes, then plays at real time, each beat told to the
page when it comes, as a feed that wakes the window would do: first for an empty
window with the same frame clock (what the window system costs), then for the page alone, then
for the page beside the patient's screen.
"""

import argparse
import functools
import gc
import json
import resource
import time
from collections import defaultdict
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from coherence_desktop.events import Beat, Phase, Started
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.sensors.replay import ReplaySensor, heard_s, sample_recording
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.ui.client.client_window import ClientWindow
from coherence_desktop.ui.live.page import LivePage
from coherence_desktop.ui.plots.time_axis import Span
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.frame_clock import FrameClock

BEFORE_S = 240.0


class Session:
    """A recording that plays by the clock; the page's commands, of which none is used."""

    def __init__(self, rate_per_min: float) -> None:
        self.pacer = Pacer(Pattern.from_rate(rate_per_min))
        self.planned_s = 600.0
        self._schedule = ReplaySensor(sample_recording(), loop=True).schedule()
        self._next = next(self._schedule)
        self._measures = LiveMeasures(self.pacer.phase_rad)
        self._started_s = time.monotonic() - BEFORE_S

    def now(self) -> float:
        return time.monotonic() - self._started_s

    def restart(self) -> None:
        self._started_s = time.monotonic() - BEFORE_S

    @property
    def next_s(self) -> float:
        return self._next[0]

    def due(self, now: float) -> list[object]:
        """What has happened by ``now`` and was not told yet."""
        items: list[object] = []
        while self._next[0] <= now:
            event = self._next[1]
            items.append(event)
            if isinstance(event, Beat):
                self._measures.beat(event.t, event.rr_ms)
                items.append(self._measures.snapshot())
            self._next = next(self._schedule)
        return items

    def mark(self, key: str, label: str, t: float) -> None: ...
    def note(self, text: str, t: float) -> None: ...
    def step_pace(self, delta: float) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def end(self) -> None: ...


class Watch:
    """Times every paint of the page's own widgets, and each beat until it is painted."""

    def __init__(self) -> None:
        self.paints_ms: defaultdict[str, list[float]] = defaultdict(list)
        self.beat_to_pixel_ms: list[float] = []
        self.waiting_since: float | None = None

    def over(self, kind: type[QWidget]) -> None:
        painted = kind.paintEvent

        @functools.wraps(painted)
        def timed(widget: QWidget, event: object) -> None:
            began = time.perf_counter()
            painted(widget, event)
            ended = time.perf_counter()
            self.paints_ms[kind.__name__].append(1000 * (ended - began))
            if kind.__name__ == "Tachogram" and self.waiting_since is not None:
                self.beat_to_pixel_ms.append(1000 * (ended - self.waiting_since))
                self.waiting_since = None

        kind.paintEvent = timed

    def clear(self) -> None:
        self.paints_ms.clear()
        self.beat_to_pixel_ms.clear()


def painted_kinds(kind: type[QWidget] = QWidget) -> list[type[QWidget]]:
    """Widgets of the app that paint themselves."""
    found = []
    for below in kind.__subclasses__():
        if below.__module__.startswith("coherence_desktop.ui") and "paintEvent" in vars(below):
            found.append(below)
        found += painted_kinds(below)
    return found


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def core_percent(seconds: float) -> float:
    """Share of one core that the process uses from now on, in percent."""
    gc.collect()
    wall, used = time.perf_counter(), time.process_time()
    wait(seconds)
    return 100 * (time.process_time() - used) / (time.perf_counter() - wall)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--span", choices=[span.name.lower() for span in Span], default="short")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--frames", type=float, default=20.0, help="page ticks a second")
    options = parser.parse_args()
    width, height = (int(edge) for edge in options.size.split("x"))
    app = QApplication([])
    theme, session, watch = Theme(dark=options.dark), Session(6.2), Watch()
    for kind in painted_kinds():
        watch.over(kind)
    empty = QWidget()
    empty.resize(width, height)
    empty.show()
    clock = FrameClock(options.frames)
    clock.start()
    wait(1.0)
    empty_percent = core_percent(options.seconds / 2)
    empty.hide()

    page = LivePage(theme, session, load_markers().markers, title="Breathing at resonance")
    client = ClientWindow(theme, session)
    page.resize(width, height)
    page.tachogram_panel.span.set_current(list(Span).index(Span[options.span.upper()]))
    session.restart()
    begin = [
        Started(
            0.0,
            started_utc="2000-01-01T00:00:00.000000+00:00",
            timezone="UTC",
            utc_offset_s=0,
            app_version="bench",
            source="replay",
        ),
        Phase(0.0, "breathe", "Follow the wave, 6.2 a minute", session.planned_s),
    ]
    page.consume(begin + session.due(BEFORE_S))
    page.show()

    arrival = QTimer()
    arrival.setSingleShot(True)
    arrival.setTimerType(Qt.TimerType.PreciseTimer)

    def arrived() -> None:
        items = session.due(session.now())
        arrival.start(max(0, round(1000 * (session.next_s - session.now()))))
        heard = [item for item in items if isinstance(item, Beat)]
        if heard:
            watch.waiting_since = time.perf_counter()
            lag_s = session.now() - min(map(heard_s, heard))
            watch.waiting_since -= lag_s
        page.consume(items)
        if client.isVisible():
            client.consume(items)

    clock.frame.connect(page.tick)
    arrival.timeout.connect(arrived)
    arrived()
    wait(1.5)
    watch.clear()
    page_percent = core_percent(options.seconds)
    paints = {
        name: {
            "per_s": round(len(times) / options.seconds, 1),
            "ms_median": round(percentile(times, 0.5), 3),
            "ms_p99": round(percentile(times, 0.99), 3),
            "core_percent": round(sum(times) / options.seconds / 10, 3),
        }
        for name, times in sorted(watch.paints_ms.items(), key=lambda pair: -sum(pair[1]))
    }
    latency = list(watch.beat_to_pixel_ms)
    page_mb = resident_mb()
    client.resize(1920, 1080)
    client.show()
    wait(1.5)
    both_percent = core_percent(options.seconds)
    result = {
        "platform": app.platformName(),
        "size": options.size,
        "span": options.span,
        "core_percent": {
            "empty window": round(empty_percent, 2),
            "page": round(page_percent, 2),
            "page and patient screen": round(both_percent, 2),
        },
        "beats": len(latency),
        "beat_to_pixel_ms_median": round(percentile(latency, 0.5), 2),
        "beat_to_pixel_ms_p99": round(percentile(latency, 0.99), 2),
        "resident_mb": {"page": round(page_mb, 1), "and patient screen": round(resident_mb(), 1)},
        "paints": paints,
    }
    print(json.dumps(result, indent=2))
    clock.stop()
    for window in (empty, page, client):
        window.deleteLater()


if __name__ == "__main__":
    main()
