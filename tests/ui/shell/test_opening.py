"""How the app opens: first start, later starts, and what keeps the library shut."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.ui.clients.clients_page import ClientsPage
from coherence_desktop.ui.shell.continue_page import ContinuePage
from coherence_desktop.ui.shell.way_page import WayPage
from coherence_desktop.ui.unlock.unlock_page import UnlockPage

PASSPHRASE = "seven quiet herons at dusk"


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "library.db"
    Library.create(path, parse_key(PASSPHRASE)).close()
    return path


def test_a_first_start_asks_for_a_passphrase_twice_and_makes_the_library(open_app, tmp_path):
    app = open_app(way="")
    app.until(lambda: "Protect your recordings" in app.words())
    assert not app.library_path.exists()
    app.type(PASSPHRASE)
    app.type(PASSPHRASE)
    app.until_shown(WayPage)
    app.click("In the clinic")
    app.until_shown(ClientsPage)
    app.close()
    with Library.open(tmp_path / "library.db", parse_key(PASSPHRASE)) as made:
        assert made.sessions() == []


def test_a_wrong_passphrase_is_said_in_one_sentence_and_changes_no_byte(open_app, library):
    before = library.read_bytes()
    app = open_app()
    app.type("not the one")
    app.until(lambda: app.page.problem)
    assert app.page.problem == (
        "This passphrase does not open the library. Nothing was changed; try again."
    )
    assert isinstance(app.page, UnlockPage)
    assert library.read_bytes() == before
    app.type(PASSPHRASE)
    app.until_shown(ClientsPage)


def test_another_library_can_be_chosen_where_one_does_not_open(
    open_app, library, tmp_path, monkeypatch
):
    notes = tmp_path / "notes.db"
    notes.write_text("notes")
    app = open_app(notes)
    app.until(lambda: app.page.problem)
    assert "notes.db is not a library" in app.page.problem
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(library), ""))
    app.click("Choose another library")
    app.type(PASSPHRASE)
    app.until_shown(ClientsPage)
    assert notes.read_text() == "notes"
    app.window.rail.chosen.emit("settings")
    app.until(lambda: f"Recordings are kept in {library}" in app.words())


def test_a_session_that_ended_without_closing_is_told_at_the_next_start(open_app, library):
    record = f"""
import os, time
from pathlib import Path
from coherence_desktop.acquisition.anchor import started_now
from coherence_desktop.events import Beat
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
library = Library.open(Path({str(library)!r}), parse_key({PASSPHRASE!r}))
recorder = Recorder(library, library.start_session(started_now(title="", source="strap")))
recorder.add(Beat(1.0, 800.0, 1.1))
recorder.flush()
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", record], timeout=60).returncode == 9
    app = open_app()
    app.type(PASSPHRASE)
    page = app.until_shown(ContinuePage)
    assert page.message.startswith("The last session ended without closing. It is whole up to ")
    app.press(Qt.Key.Key_Escape)
    app.until_shown(ClientsPage)


def test_without_bluetooth_the_page_says_so_and_offers_the_breath_guide(open_app):
    app = open_app()
    page = app.unlocked()
    app.until(lambda: "Bluetooth" in page.problem)
    assert page.problem.count(".") <= 3
    app.click("Practise without a strap")
    app.live()


def test_settings_open_from_the_rail_and_esc_goes_back(open_app):
    app = open_app()
    app.unlocked()
    app.window.rail.chosen.emit("settings")
    app.until(lambda: f"Recordings are kept in {app.library_path}" in app.words())
    app.press(Qt.Key.Key_Escape)
    app.until_shown(ClientsPage)
