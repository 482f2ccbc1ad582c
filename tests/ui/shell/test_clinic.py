"""The clinician's pages, on a real library."""

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Beat, Started
from coherence_desktop.records.keeping.deleting import KeptCharts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.clients.clients_page import ClientsPage
from coherence_desktop.ui.shell.clinic import Clinic
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

UTC = "2026-05-01T19:14:00+00:00"


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield library


@pytest.fixture
def clinic(library, shown, qtbot):
    """Give the pages and a function that deletes the one client there is, with all sessions."""
    charts = KeptCharts(library)
    client = charts.add([Identified(UTC, name="M-014")])
    window = shown(MainWindow(Theme()))
    clinic = Clinic(Theme(), window, library, charts)

    def delete() -> ClientsPage:
        clinic.show_client(client)
        page = window.page
        assert isinstance(page, ClientPage)
        qtbot.waitUntil(lambda: page.desk.read)
        page.overview.end.ask.click()
        page.overview.end.confirm.click()
        qtbot.waitUntil(lambda: isinstance(window.page, ClientsPage))
        qtbot.waitUntil(lambda: window.page._read)
        return window.page

    clinic.delete = delete
    return clinic


def test_after_a_client_is_deleted_the_list_is_there_without_a_word(clinic):
    page = clinic.delete()
    assert not page.shown
    assert page.problem == ""


def test_a_deletion_that_others_hold_up_is_told_in_the_list(clinic, library, qtbot):
    started = Started(0.0, started_utc=UTC, timezone="UTC", utc_offset_s=0, app_version="1")
    recorder = Recorder(library, library.start_session(started))
    for number in range(100):
        recorder.add(Beat(float(number), 1000.0, float(number)))
    recorder.close(timeout_s=20.0)
    reading = library.stream(library.session().id)
    next(reading)
    page = clinic.delete()
    assert not page.shown
    assert page.problem.startswith("The client is deleted. But the library is being read")
    reading.close()
    with qtbot.waitSignal(page.loaded):
        page.refresh()
    assert page.problem == ""
