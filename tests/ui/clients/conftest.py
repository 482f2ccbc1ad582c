"""Clients in a real encrypted library, and the pages that show them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from coherence_desktop.chart import AnyEntry, Identified, Screened
from coherence_desktop.events import Beat, Ended, Started
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercises, load_exercises
from coherence_desktop.practice.screening import Screening, load_screening
from coherence_desktop.practice.step_ideas import load_step_ideas
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.clients.clients_page import ClientsPage
from coherence_desktop.ui.theme import Theme

TODAY = date(2026, 5, 22)


@pytest.fixture
def theme(qapp) -> Theme:
    """One look is enough where the course of things is tested."""
    return Theme()


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield library


@pytest.fixture
def charts(library: Library) -> Charts:
    return Charts(library)


@pytest.fixture(scope="session")
def exercises() -> Exercises:
    return load_exercises()


@pytest.fixture(scope="session")
def screening() -> Screening:
    return load_screening()


@pytest.fixture
def at() -> Callable[[int], str]:
    """A moment on a day of May 2026, in UTC."""
    return lambda day: f"2026-05-{day:02}T10:00:00+00:00"


@pytest.fixture
def add(charts: Charts, at) -> Callable[..., str]:
    """Add a client with further entries; gives the id."""

    def add_one(name: str, *entries: AnyEntry, born: str | None = None) -> str:
        return charts.add([Identified(at(1), name=name, date_of_birth=born), *entries])

    return add_one


@pytest.fixture
def answered(screening: Screening, at) -> Callable[..., Screened]:
    """A screening in which everything is "no" but what is named."""

    def make(day: int = 2, **answers: bool | None) -> Screened:
        no = {question.id: False for question in screening.questions}
        return Screened(at(day), "Dr Adler", answers=no | answers)

    return make


@pytest.fixture
def record(library: Library, at) -> Callable[..., str]:
    """Record a short session with a client."""

    def record_one(client: str, day: int, title: str = "Breathing") -> str:
        started = Started(
            0.0,
            started_utc=at(day),
            timezone="UTC",
            utc_offset_s=0,
            app_version="0",
            title=title,
            source="strap",
        )
        session_id = library.start_session(started, client=client)
        recorder = Recorder(library, session_id)
        recorder.add(Beat(0.8, 800.0, 1.1))
        recorder.add(Ended(600.0))
        recorder.close()
        return session_id

    return record_one


@pytest.fixture
def clients_page(qtbot, shown, theme, charts) -> Callable[..., ClientsPage]:
    """The list, shown and loaded."""

    def make(width: int = 1352, height: int = 900) -> ClientsPage:
        page = ClientsPage(theme, charts, today=lambda: TODAY)
        with qtbot.waitSignal(page.loaded):
            shown(page, width, height)
        return page

    return make


@pytest.fixture
def client_page(qtbot, shown, theme, charts, library, exercises, screening):
    """One client's page, shown and loaded."""

    def make(client_id: str, store=None, width: int = 1352, height: int = 900) -> ClientPage:
        moments = iter(range(100_000))
        start = datetime(2026, 5, 22, 12, tzinfo=UTC)
        page = ClientPage(
            theme,
            client_id,
            store or charts,
            library,
            exercises=exercises,
            screening=screening,
            ideas=load_step_ideas(),
            today=lambda: TODAY,
            now=lambda: start + timedelta(seconds=next(moments)),
        )
        with qtbot.waitSignal(page.loaded):
            shown(page, width, height)
        return page

    return make


@pytest.fixture
def kept(qtbot, charts) -> Callable[[ClientPage], Chart]:
    """What the library has of a client, once everything is written."""

    def read(page: ClientPage) -> Chart:
        qtbot.waitUntil(lambda: page.desk.saved)
        return Chart.of(charts.entries(page.client_id))

    return read


@pytest.fixture
def write(qtbot) -> Callable[[QLineEdit, str], None]:
    """Click into a field, replace what is there, and leave it with Tab."""

    def write_text(field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        qtbot.keyClicks(field, text)
        field.clearFocus()

    return write_text
