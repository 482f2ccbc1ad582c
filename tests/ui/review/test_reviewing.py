"""The review reads a session from the library without its raw signals, and its ECG when asked."""

import numpy as np
import pytest

from coherence_desktop.events import AccelerationChunk, Beat, EcgChunk, Ended, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.signal.raw_samples import pack_acceleration, pack_ecg
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.review.tables_panel import ECG
from coherence_desktop.ui.shell.reviewing import Reviewing
from coherence_desktop.ui.window import MainWindow


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield library


def record(library) -> str:
    started = Started(
        0.0,
        started_utc="2026-05-01T19:14:00.000000+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0",
    )
    session_id = library.start_session(started)
    recorder = Recorder(library, session_id)
    for n in range(40):
        recorder.add(Beat(n + 1.0, 1000.0, n + 1.2))
        recorder.add(EcgChunk(n + 1.3, rate_hz=130.0, samples=pack_ecg(np.arange(130))))
        level = pack_acceleration(np.zeros((50, 3), np.int32))
        recorder.add(AccelerationChunk(n + 1.4, rate_hz=50.0, samples=level))
    recorder.add(Ended(42.0))
    recorder.close()
    return session_id


def test_a_window_shows_a_session_with_ecg_and_holds_none_of_its_samples(library, light, qtbot):
    session_id = record(library)
    window = MainWindow(light)
    qtbot.addWidget(window)
    reviewing = Reviewing(light, window, library, Charts(library), window)
    reviewing.show_review(session_id)
    page = window.page
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: page.review is not None)
    raw = [e for e in page.editing.events if isinstance(e, EcgChunk | AccelerationChunk)]
    assert len(raw) == 2
    assert page.review.quality.beats == 40
    assert ECG in page.tables.tabs.keys
    page.tables.tabs.open(ECG)
    view = page.tables.ecg
    qtbot.waitUntil(lambda: bool(view.view.rows) or "package" in view.view.empty, timeout=10_000)
