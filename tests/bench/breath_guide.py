"""Measures the breath guide: cost of a paint, evenness of the frames, processor time.

Run it on a display: ``python tests/bench/breath_guide.py --seconds 20``. Three windows are shown
one after the other, for the same time each: an empty one with the same frame clock (what the
window system costs), the guide, and a plain guide that repaints its whole window each frame.
"""

import argparse
import gc
import json
import time

from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.ui.client.breath_guide import BreathGuide
from coherence_desktop.ui.client.client_model import GuideState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.frame_clock import FrameClock


class Session:
    """A clock and a pacer; nothing else runs."""

    def __init__(self, rate_per_min: float) -> None:
        self.started_s = time.monotonic()
        self.pacer = Pacer(Pattern.from_rate(rate_per_min))

    def now(self) -> float:
        return time.monotonic() - self.started_s


class TimedGuide(BreathGuide):
    """The guide, with a record of when it painted and for how long."""

    def __init__(self, theme: Theme, session: Session) -> None:
        self.frames_s: list[float] = []
        self.paints_ms: list[float] = []
        super().__init__(theme, session)
        self._clock.frame.connect(self._note)

    def _note(self) -> None:
        self.frames_s.append(time.perf_counter())

    def paintEvent(self, event) -> None:
        began_s = time.perf_counter()
        super().paintEvent(event)
        self.paints_ms.append((time.perf_counter() - began_s) * 1000)


class Empty(QWidget):
    """A window whose frame clock does nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FrameClock(parent=self)
        self.clock.frame.connect(self.pulse)
        self.clock.start()

    def pulse(self) -> None:
        pass


class Plain(Empty):
    """The same disc without any care: the whole window at each frame."""

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__()

    def pulse(self) -> None:
        self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#F5F2ED"))
        painter.setPen(Qt.PenStyle.NoPen)
        level = self.session.pacer.at(self.session.now()).level
        for radius, color in (
            (388, "#EAEBE6"),
            (352, "#DFE6E0"),
            (316, "#D4DFD9"),
            (276, "#C8D8D1"),
            (104 + 152 * level, "#2A7D70"),
        ):
            painter.setBrush(QColor(color))
            painter.drawEllipse(QPointF(self.width() / 2, 440), radius, radius)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(window: QWidget, size: tuple[int, int], seconds: float) -> float:
    """Show a window for a while; gives the share of one core that was used, in percent."""
    window.resize(*size)
    window.show()
    _wait(1.5)
    gc.collect()
    if isinstance(window, TimedGuide):
        window.frames_s.clear()
        window.paints_ms.clear()
    wall, used = time.perf_counter(), time.process_time()
    _wait(seconds)
    share = 100 * (time.process_time() - used) / (time.perf_counter() - wall)
    window.hide()
    return share


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--rate", type=float, default=6.2, help="breaths a minute")
    parser.add_argument("--reduced-motion", action="store_true")
    options = parser.parse_args()
    width, height = (int(edge) for edge in options.size.split("x"))
    app = QApplication([])
    session = Session(options.rate)
    guide = TimedGuide(Theme(reduced_motion=options.reduced_motion), session)
    guide.set_heart(GuideState.IN_CONTACT, 3)
    guide.set_left("5 minutes left")
    empty, plain = Empty(), Plain(session)
    empty_percent = run(empty, (width, height), options.seconds)
    guide_percent = run(guide, (width, height), options.seconds)
    plain_percent = run(plain, (width, height), options.seconds)
    steps_ms = [
        1000 * (after - before)
        for before, after in zip(guide.frames_s, guide.frames_s[1:], strict=False)
    ]
    result = {
        "platform": app.platformName(),
        "size": options.size,
        "frames_per_s": round(1000 * len(steps_ms) / sum(steps_ms), 1),
        "paints_per_s": round(1000 * len(guide.paints_ms) / sum(steps_ms), 1),
        "paint_ms_median": round(percentile(guide.paints_ms, 0.5), 3),
        "paint_ms_p99": round(percentile(guide.paints_ms, 0.99), 3),
        "frame_interval_ms_p99": round(percentile(steps_ms, 0.99), 2),
        "frame_interval_ms_max": round(max(steps_ms), 2),
        "core_percent": {
            "empty window": round(empty_percent, 2),
            "guide": round(guide_percent, 2),
            "plain guide": round(plain_percent, 2),
        },
    }
    print(json.dumps(result, indent=2))
    for window in (empty, guide, plain):
        window.deleteLater()


if __name__ == "__main__":
    main()
