"""The library in the course of the app: locked, moved, rekeyed, and used another way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from coherence_desktop.chart import Identified
from coherence_desktop.events import Started
from coherence_desktop.records import locations
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.backup import back_up
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.clients.clients_page import ClientsPage
from coherence_desktop.ui.home.today_page import TodayPage
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.shell.keeping.restore_page import RestorePage
from coherence_desktop.ui.shell.work_page import WorkPage
from coherence_desktop.ui.unlock.unlock_page import UnlockPage

PASSPHRASE = "seven quiet herons at dusk"
NEW = "four calm otters at noon"


@pytest.fixture
def started() -> Started:
    """Begin a session in the evening."""
    utc = "2026-05-01T19:14:00+00:00"
    return Started(0.0, started_utc=utc, timezone="UTC", utc_offset_s=0, app_version="t")


@pytest.fixture
def app(open_app, tmp_path, monkeypatch):
    """Give the app on this user's own library, in the clinic."""
    monkeypatch.setattr(locations, "data_folder", lambda: tmp_path / "data")
    Library.create(locations.default_library(), parse_key(PASSPHRASE)).close()
    app = open_app(locations.default_library())
    app.type(PASSPHRASE)
    app.until_shown(ClientsPage)
    return app


def keeping_of(app):
    """Show the settings of the library."""
    app.window.rail.chosen.emit("settings")
    app.until_shown(SettingsPage)
    return app.shell._guarding.keeping


def test_a_library_moves_and_is_found_at_the_next_start(app, open_app, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    keeping_of(app).section.move_it.click()
    work = app.until_shown(WorkPage)
    app.until(lambda: not work.go_on.isHidden())
    app.press(Qt.Key.Key_Return)
    app.until_shown(ClientsPage)
    moved = tmp_path / "stick" / "library.db"
    assert keeping_of(app).library.path == moved
    app.until(lambda: f"Recordings are kept in {moved}" in app.words())
    app.close()
    again = open_app(locations.default_library())
    again.type(PASSPHRASE)
    again.until_shown(ClientsPage)


def test_where_a_moved_library_is_not_there_no_new_one_is_offered(open_app, tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "data_folder", lambda: tmp_path / "data")
    locations.remember_place(tmp_path / "stick" / "library.db")
    app = open_app(locations.default_library())
    app.until(lambda: app.page.problem)
    assert isinstance(app.page, UnlockPage)
    assert "There is no library at" in app.page.problem


def test_the_new_passphrase_opens_it_at_once_and_at_the_next_start(app, open_app):
    form = keeping_of(app).section.key_form
    keeping_of(app).section.change_key.click()
    app.until(form.isVisible)
    for field, text in ((form.now, PASSPHRASE), (form.new, NEW), (form.again, NEW)):
        QTest.keyClicks(field.line, text)
    form.change.click()
    work = app.until_shown(WorkPage)
    app.until(lambda: not work.go_on.isHidden())
    app.press(Qt.Key.Key_Return)
    app.until_shown(ClientsPage)
    app.close()
    again = open_app(locations.default_library())
    again.type(PASSPHRASE)
    again.until(lambda: "does not open the library" in again.page.problem)
    again.type(NEW)
    again.until_shown(ClientsPage)


def test_the_way_changes_with_the_passphrase_and_the_first_page_with_it(app):
    access = keeping_of(app).access
    access.way.set_current(0)
    app.until(access.form.isVisible)
    app.type(PASSPHRASE)
    app.until_shown(TodayPage)
    access = keeping_of(app).access
    assert access.way.current == 0


def test_opening_is_noted(app):
    library = keeping_of(app).library
    assert [(one.what, one.about) for one in audit_entries(library)] == [
        ("opened", "in the window")
    ]


def test_whose_chart_and_which_session_was_opened_is_noted_once(app, started):
    library = keeping_of(app).library
    client = Charts(library).add([Identified("2026-05-01T08:00:00Z", name="c-17")])
    session = library.start_session(started, client=client)
    Recorder(library, session).close()
    rooms = app.shell._rooms
    for _ in range(2):
        rooms.clinic.show_client(client)
        app.until_shown(ClientPage)
        rooms.reviewing.show_review(session)
        app.until_shown(ReviewPage)

    def noted():
        return sorted((one.what, one.about) for one in audit_entries(library)[:-1])

    app.until(lambda: len(noted()) >= 2)
    assert noted() == [("chart opened", client), ("session opened", session)]


def test_a_locked_window_shows_the_page_again_after_the_passphrase(app):
    page = app.page
    app.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    lock = app.shell._guarding.lock
    assert lock.locked
    assert not page.isVisible()
    app.until(lambda: isinstance(app.window.focusWidget(), QLineEdit))
    app.type(PASSPHRASE)
    app.until(lambda: not lock.locked)
    assert app.page is page
    assert page.isVisible()


def test_a_session_is_recorded_on_under_the_lock(app, kept):
    app.practise()
    app.click("Practise without a strap")
    page = app.live()
    app.until(lambda: page.model.recorder is not None)
    lock = app.shell._guarding.lock
    lock.watch.idle.emit()
    assert not lock.locked
    lock.lock()
    assert lock.locked
    assert not page.isVisible()
    before = app.session_s()
    app.until(lambda: app.session_s() > before + 1.0)
    assert app.shell.session is not None
    app.until(lambda: isinstance(app.window.focusWidget(), QLineEdit))
    app.type(PASSPHRASE)
    app.until(page.isVisible)
    app.ended()
    app.close()
    assert kept(locations.default_library())[-1].t > before + 1.0


@pytest.fixture
def backup(tmp_path, monkeypatch):
    """Give a back-up of a library that is no more; dialogs answer with it."""
    path = tmp_path / "copy.db"
    with Library.create(tmp_path / "gone" / "library.db", parse_key(NEW)) as library:
        Charts(library).add([Identified("2026-05-01T08:00:00Z", name="c-17")])
        back_up(library, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


def restore_from_the_first_page(app) -> None:
    """Choose the back-up, type its passphrase, say that it is meant."""
    app.click("Restore a back-up")
    page = app.until_shown(RestorePage)
    app.press(Qt.Key.Key_Return)
    app.type(NEW)
    app.until(lambda: "copy.db is whole: 0 sessions, 1 client." in page.form.words)
    app.press(Qt.Key.Key_Return)
    work = app.until_shown(WorkPage)
    app.until(lambda: not work.go_on.isHidden())
    app.press(Qt.Key.Key_Return)
    app.until_shown(ClientsPage)
    (client,) = Charts(keeping_of(app).library).clients()
    assert client.name == "c-17"


def test_a_back_up_comes_to_a_new_computer(open_app, backup, tmp_path):
    restore_from_the_first_page(open_app(tmp_path / "new" / "library.db"))
    assert backup.exists()


def test_a_back_up_takes_the_place_of_a_damaged_library_which_is_kept(open_app, backup, tmp_path):
    path = tmp_path / "own" / "library.db"
    Library.create(path, parse_key(PASSPHRASE)).close()
    damaged = path.read_bytes()[:20] + bytes(4096) + path.read_bytes()[4116:]
    path.write_bytes(damaged)
    app = open_app(path)
    app.type(PASSPHRASE)
    app.until(lambda: "damaged" in app.page.problem)
    restore_from_the_first_page(app)
    (kept,) = path.parent.glob("library before *.db")
    assert kept.read_bytes() == damaged


def test_leaving_the_page_of_restoring_asks_for_the_passphrase_again(open_app, tmp_path):
    path = tmp_path / "own" / "library.db"
    Library.create(path, parse_key(PASSPHRASE)).close()
    app = open_app(path)
    app.until(lambda: app.page.restore.isEnabled())
    app.click("Restore a back-up")
    app.until_shown(RestorePage)
    app.press(Qt.Key.Key_Escape)
    app.until_shown(UnlockPage)
    app.type(PASSPHRASE)
    app.until_shown(ClientsPage)
