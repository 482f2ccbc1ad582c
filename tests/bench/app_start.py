"""The whole app as its users start it: time to the first window and to live plots, memory, CPU.

Run as ``python tests/bench/app_start.py [--runs 5] [--seconds 20]``. Each run is a process of its
own, on the display there is or off screen; beside it, in the same run, an empty Qt window.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTED = "COHERENCE_BENCH_STARTED"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--child", choices=("start", "live", "empty"))
    given = parser.parse_args()
    if given.child == "empty":
        empty()
    elif given.child:
        app(given.seconds if given.child == "live" else 2.0, patient=given.child == "live")
    else:
        report(given.runs, given.seconds)


def report(runs: int, seconds: float) -> None:
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"platform: {os.environ.get('QT_QPA_PLATFORM', 'the display')}")
    told: dict[str, list[float]] = {}
    for _ in range(runs):
        for child in ("empty", "start"):
            for name, value in run(child, seconds).items():
                told.setdefault(f"{child}: {name}", []).append(value)
    for name, values in told.items():
        print(f"{name:34s} median {statistics.median(values):6.3f}  worst {max(values):6.3f}")
    for name, value in run("live", seconds).items():
        print(f"live, patient's screen on: {name:20s} {value:.2f}")


def run(child: str, seconds: float) -> dict[str, float]:
    env = {**os.environ, STARTED: repr(time.time())}
    command = [sys.executable, __file__, "--child", child, "--seconds", str(seconds)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    lines = (line.split("=") for line in done.stdout.splitlines() if "=" in line)
    return {name: float(value) for name, value in lines}


def since_start() -> float:
    return time.time() - float(os.environ[STARTED])


def resident_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def empty() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    qt = QApplication([])

    class Window(QWidget):
        def paintEvent(self, event: object) -> None:
            print(f"first window s={since_start():.3f}", flush=True)
            QTimer.singleShot(0, qt.quit)

    window = Window()
    window.resize(1440, 900)
    window.show()
    qt.exec()
    print(f"resident MB={resident_mb():.1f}")


def app(seconds: float, *, patient: bool) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    from coherence_desktop.ui.demo.window import DemoWindow

    class FirstPaint(QObject):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name
            self.seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and not self.seen:
                self.seen = True
                print(f"{self.name} s={since_start():.3f}", flush=True)
            return False

    with tempfile.TemporaryDirectory() as folder:
        demo = DemoWindow(Path(folder), speed=1.0, simulated=True, patient_screen=patient)
        window, plots = FirstPaint("first window"), FirstPaint("live plots")
        demo.window.page.installEventFilter(window)
        before: list[float] = []

        def watch() -> None:
            demo.session.page.tachogram.installEventFilter(plots)
            QTimer.singleShot(5000, lambda: before.extend((time.process_time(), time.time())))

        demo.begun.connect(watch)
        demo.run(seconds + 5.0 if patient else seconds, None)
        print(f"resident MB={resident_mb():.1f}")
        if before:
            busy, passed = time.process_time() - before[0], time.time() - before[1]
            print(f"CPU % of a core={100 * busy / passed:.2f}")


if __name__ == "__main__":
    main()
