"""The review reads a session from the library without its raw signals, and its ECG when asked."""

import itertools
import time

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from coherence_desktop.events import AccelerationChunk, Beat, EcgChunk, Ended, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keeping.audit import Deed, audit_entries
from coherence_desktop.records.keeping.deleting import delete_session
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryClosed
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.summary import SessionState
from coherence_desktop.signal.raw_samples import pack_acceleration, pack_ecg
from coherence_desktop.ui.export.source import ExportJob
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.review.sessions_page import SessionsPage
from coherence_desktop.ui.review.tables_panel import ECG
from coherence_desktop.ui.shell.reviewing import Reviewing
from coherence_desktop.ui.window import MainWindow


def chest(t: float, breath_hz: float) -> bytes:
    """A second of the acceleration of a chest that breathes."""
    mg = np.zeros((50, 3), np.int32)
    mg[:, 2] = np.rint(20.0 * np.sin(2 * np.pi * breath_hz * (t + np.arange(50) / 50.0)))
    return pack_acceleration(mg)


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield library


def record(library, *, ends: bool = True, breath_hz: float = 0.2, client: str = "") -> str:
    started = Started(
        0.0,
        started_utc="2026-05-01T19:14:00.000000+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0",
    )
    session_id = library.start_session(started, client=client)
    recorder = Recorder(library, session_id)
    for n in range(80):
        recorder.add(Beat(n + 1.0, 1000.0, n + 1.2))
        recorder.add(EcgChunk(n + 1.3, rate_hz=130.0, samples=pack_ecg(np.arange(130))))
        recorder.add(AccelerationChunk(n + 1.4, rate_hz=50.0, samples=chest(n + 1.4, breath_hz)))
    if ends:
        recorder.add(Ended(82.0))
        recorder.close()
    return session_id


@pytest.fixture
def reviewing(library, light, qtbot) -> Reviewing:
    window = MainWindow(light)
    qtbot.addWidget(window)
    window.show()
    return Reviewing(light, window, library, Charts(library), window)


def shown(reviewing: Reviewing) -> QWidget:
    return reviewing.parent().page


def values_of(page: ReviewPage) -> dict[str, str]:
    rows = page.tables.stretch.view.rows
    return {row.cells[0].text: row.cells[-1].text for row in rows if len(row.cells) > 2}


def test_the_breath_is_taken_from_the_chest_and_said_to_be(library, reviewing, qtbot):
    reviewing.show_review(record(library, breath_hz=0.2))
    page = shown(reviewing)
    qtbot.waitUntil(lambda: "Breathing rate, from acceleration" in values_of(page), timeout=20_000)
    values = values_of(page)
    assert float(values["Breathing rate, from acceleration"]) == pytest.approx(0.2, abs=0.005)
    assert "intervals do not vary" in values["Breathing rate, from RR"]
    rates = [name for name in values if name.startswith("Breathing rate")]
    assert rates[0] == "Breathing rate, from acceleration"


def confirm_deletion(reviewing: Reviewing, qtbot) -> SessionsPage:
    reviewing.show_sessions()
    page = shown(reviewing)
    qtbot.waitUntil(lambda: len(page.entries) > 0)
    page.delete_button.click()
    page.deleting.confirm.click()
    qtbot.waitUntil(lambda: not page.deleting.isVisible(), timeout=20_000)
    return page


def size_of(library: Library) -> int:
    return sum(one.stat().st_size for one in library.path.parent.iterdir())


def test_a_session_is_deleted_for_good_from_the_list_and_noted(library, reviewing, qtbot):
    gone = record(library)
    size = size_of(library)
    page = confirm_deletion(reviewing, qtbot)
    qtbot.waitUntil(lambda: page.entries == ())
    assert library.sessions() == []
    assert size_of(library) < size
    (noted,) = [one for one in audit_entries(library) if one.what == Deed.SESSION_DELETED]
    assert noted.about == gone
    assert "Back-ups made before still hold" in page.news


def test_a_session_that_is_recorded_is_not_deleted_and_says_why(library, reviewing, qtbot):
    running = record(library, ends=False)
    page = confirm_deletion(reviewing, qtbot)
    assert "is being recorded. Nothing was deleted; end it first." in page.news
    assert [one.id for one in page.entries] == [running]
    assert library.session(running).state is SessionState.RUNNING


def test_a_session_that_was_deleted_elsewhere_is_told_in_a_sentence(library, reviewing, qtbot):
    gone = record(library)
    delete_session(library, gone)
    reviewing.show_review(gone)
    page = shown(reviewing)
    qtbot.waitUntil(lambda: page.title == "This session cannot be shown")


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
    assert len(raw) == 4
    assert page.review.quality.beats == 80
    assert ECG in page.tables.tabs.keys
    page.tables.tabs.open(ECG)
    view = page.tables.ecg
    qtbot.waitUntil(lambda: bool(view.view.rows) or "package" in view.view.empty, timeout=10_000)


def exported_by(library: Library) -> list[str]:
    return [one.about for one in audit_entries(library) if one.what == Deed.EXPORTED]


def test_an_export_of_a_client_is_noted_for_each_session_and_for_no_other(
    library, reviewing, qtbot, tmp_path
):
    charts = Charts(library)
    first, other = charts.add(()), charts.add(())
    theirs = {record(library, client=first) for _ in range(2)}
    seen = record(library, client=other)
    reviewing.show_review(seen)
    review = shown(reviewing)
    qtbot.waitUntil(lambda: review.review is not None, timeout=20_000)
    reviewing.export_client(first)
    page = shown(reviewing)
    page.folder.set_text(str(tmp_path / "out"))
    with qtbot.waitSignal(page.exported, timeout=20_000):
        page.start()
    assert sorted(exported_by(library)) == sorted(f"{one} as csv" for one in theirs)


def test_an_export_of_the_session_that_is_reviewed_is_noted_for_it(
    library, reviewing, qtbot, tmp_path
):
    seen = record(library)
    reviewing.show_review(seen)
    review = shown(reviewing)
    qtbot.waitUntil(lambda: review.review is not None, timeout=20_000)
    review.export_requested.emit()
    page = shown(reviewing)
    page.folder.set_text(str(tmp_path / "out"))
    with qtbot.waitSignal(page.exported, timeout=20_000):
        page.start()
        reviewing.show_review(record(library))
        page.show_job(ExportJob("Something else", ()))
    assert exported_by(library) == [f"{seen} as csv"]


@pytest.fixture
def endless(monkeypatch):
    """Logs that go on until nobody reads them; gives what became of each that was begun."""
    told = []

    def stream(library, session_id):
        with library.connections.transaction():
            told.append("begun")
            try:
                for n in itertools.count():
                    time.sleep(0.002)
                    if library.connections.closed:
                        raise LibraryClosed(library.path)
                    yield Beat(n + 1.0, 1000.0, n + 1.2)
            finally:
                told.append("ended")

    monkeypatch.setattr(Library, "stream", stream)
    return told


@pytest.fixture
def long_review(library, reviewing, endless, qtbot) -> ReviewPage:
    """A session whose acceleration is being read."""
    reviewing.show_review(record(library))
    qtbot.waitUntil(lambda: endless == ["begun"], timeout=20_000)
    return shown(reviewing)


def test_the_acceleration_is_read_no_further_when_another_session_is_opened(
    library, reviewing, long_review, endless, qtbot
):
    reviewing.show_review(record(library))
    qtbot.waitUntil(lambda: sorted(endless) == ["begun", "begun", "ended"], timeout=20_000)
    long_review.stop_reading()
    qtbot.waitUntil(lambda: endless.count("ended") == 2, timeout=20_000)


def test_the_acceleration_is_read_no_further_when_the_page_is_gone(long_review, endless, qtbot):
    delete(long_review)
    qtbot.waitUntil(lambda: endless == ["begun", "ended"], timeout=20_000)


def test_the_library_is_free_at_once_when_it_closes_while_a_session_is_read(
    library, reviewing, long_review, endless
):
    reviewing.finish()
    library.close()
    assert endless == ["begun", "ended"]
    with alone_with(library.path, library.connections.raw_key) as alone:
        assert alone.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_sessions_side_by_side_are_read_no_further_when_others_are_or_the_library_closes(
    library, reviewing, endless, qtbot
):
    first, second, third = (record(library) for _ in range(3))
    reviewing._show_beside(first, second)
    qtbot.waitUntil(lambda: endless == ["begun"], timeout=20_000)
    reviewing._show_beside(first, third)
    qtbot.waitUntil(lambda: endless == ["begun", "ended", "begun"], timeout=20_000)
    reviewing.finish()
    library.close()
    assert endless == ["begun", "ended", "begun", "ended"]


def test_a_session_is_deleted_at_once_while_its_acceleration_is_read(
    library, reviewing, long_review, endless, qtbot
):
    page = confirm_deletion(reviewing, qtbot)
    assert endless == ["begun", "ended"]
    assert "holds what was deleted" not in page.news
