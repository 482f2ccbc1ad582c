"""The settings of a library: what is asked for happens to real files, and is told in words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.chart import Identified
from coherence_desktop.events import Started
from coherence_desktop.records import keys, locations
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keeping.audit import Deed, audit, audit_entries
from coherence_desktop.records.keeping.backup import back_up, verify
from coherence_desktop.records.keys import ENVIRONMENT_VARIABLE, RandomKey, parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.shell.keeping.keeping import Keeping
from coherence_desktop.ui.shell.work_page import WorkPage
from coherence_desktop.ui.theme import Theme

PASSPHRASE = "seven quiet herons at dusk"
NEW = "four calm otters at noon"


class Desk:
    """The page of settings of an open library, and a shell that closes and opens it."""

    def __init__(self, qtbot, theme: Theme, folder: Path, library: Library) -> None:
        self.qtbot = qtbot
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.store = PreferenceStore(theme, settings)
        self.store.set_way(Way.CLINIC)
        self.page = SettingsPage(theme, self.store)
        self.library = library
        self.work: WorkPage | None = None
        self.reopened: list[Path] = []
        self.keeping = Keeping(theme, self.store, library)
        self.section, self.access = self.keeping.section, self.keeping.access
        self.page.add_section(self.access)
        self.page.add_section(self.section)
        self.keeping.closing.connect(self._close)
        self.keeping.reopening.connect(self._reopen)

    def until(self, condition) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def ended(self) -> WorkPage:
        """Wait until work on the closed library is over."""
        self.until(lambda: self.work is not None and not self.work.go_on.isHidden())
        assert self.work is not None
        return self.work

    def _close(self, page: WorkPage | None) -> None:
        self.work = page
        if page is not None:
            self.qtbot.addWidget(page)
        self.library.close()

    def _reopen(self, path: Path, key) -> None:
        self.library = Library.open(path, key)
        self.reopened.append(path)


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr(locations, "data_folder", lambda: tmp_path / "data")
    utc = datetime(2026, 5, 1, tzinfo=UTC).isoformat()
    started = Started(0.0, started_utc=utc, timezone="UTC", utc_offset_s=0, app_version="t")
    with Library.create(locations.default_library(), parse_key(PASSPHRASE)) as library:
        Recorder(library, library.start_session(started)).close()
        yield library


@pytest.fixture
def desk(qtbot, shown, theme: Theme, tmp_path, library) -> Desk:
    made = Desk(qtbot, theme, tmp_path, library)
    shown(made.page, 1280, 1400)
    yield made
    made.library.close()


@pytest.fixture
def choose(monkeypatch):
    """Answer the next dialogs with a path."""

    def answer(path: Path) -> None:
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))

    return answer


def test_a_back_up_is_made_while_the_library_is_open(desk, choose, tmp_path):
    choose(tmp_path / "copy.db")
    desk.section.back_up.click()
    desk.until(lambda: desk.section.told)
    assert desk.section.told.startswith("Backed up and checked: 1 session, 0 clients.")
    verify(tmp_path / "copy.db", parse_key(PASSPHRASE))
    assert desk.work is None


def test_a_place_that_takes_no_back_up_is_told(desk, choose, tmp_path):
    choose(desk.library.path)
    desk.section.back_up.click()
    desk.until(lambda: desk.section.told)
    assert "is the library itself" in desk.section.told
    assert desk.section.back_up.isEnabled()


def test_a_back_up_is_looked_at_first_and_then_restored(desk, choose, tmp_path):
    copy = back_up(desk.library, tmp_path / "copy.db").path
    choose(copy)
    desk.section.restore.click()
    desk.until(lambda: "is whole: 1 session" in desk.section.restore_form.words)
    assert desk.work is None
    QTest.keyClick(desk.section.restore_form.act, Qt.Key.Key_Return)
    page = desk.ended()
    assert "The library of before is kept" in page.words
    page.go_on.click()
    assert desk.reopened == [locations.default_library()]
    assert audit_entries(desk.library)[0].what == "restored"


def test_a_back_up_of_another_passphrase_asks_for_it(desk, choose, tmp_path):
    other = tmp_path / "other.db"
    Library.create(other, parse_key(NEW)).close()
    choose(other)
    form = desk.section.restore_form
    desk.section.restore.click()
    desk.until(form.isVisible)
    QTest.keyClicks(form.field.line, "not this")
    QTest.keyClick(form.field.line, Qt.Key.Key_Return)
    desk.until(lambda: "does not open" in form.problem)
    form.field.line.clear()
    QTest.keyClicks(form.field.line, NEW)
    QTest.keyClick(form.field.line, Qt.Key.Key_Return)
    desk.until(lambda: "is whole: 0 sessions" in form.words)
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert form.isHidden()
    assert len(desk.library.sessions()) == 1


def test_a_file_that_is_no_back_up_is_refused_in_words(desk, choose, tmp_path):
    (tmp_path / "notes.db").write_bytes(b"notes" * 5000)
    choose(tmp_path / "notes.db")
    desk.section.restore.click()
    desk.until(lambda: desk.section.restore_form.isVisible() or desk.section.told)
    form = desk.section.restore_form
    QTest.keyClicks(form.field.line, PASSPHRASE)
    QTest.keyClick(form.field.line, Qt.Key.Key_Return)
    desk.until(lambda: desk.section.told)
    assert "notes.db is not a library of this app" in desk.section.told
    assert len(desk.library.sessions()) == 1


def test_the_library_moves_and_opens_at_its_new_place(desk, choose, tmp_path):
    choose(tmp_path / "stick")
    desk.section.move_it.click()
    page = desk.ended()
    assert str(tmp_path / "stick" / "library.db") in page.words
    page.go_on.click()
    assert desk.reopened == [tmp_path / "stick" / "library.db"]
    assert locations.default_library() == tmp_path / "stick" / "library.db"
    assert len(desk.library.sessions()) == 1


def test_a_move_that_fails_opens_the_library_where_it_was(desk, choose):
    choose(desk.library.path.parent)
    desk.section.move_it.click()
    page = desk.ended()
    assert "The library is in this folder already" in page.words
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert desk.reopened == [locations.default_library()]


def test_the_passphrase_changes_when_the_one_of_now_is_right(desk):
    form = desk.section.key_form
    desk.section.change_key.click()
    desk.until(form.isVisible)
    assert not form.keyring.isVisible()
    QTest.keyClicks(form.now.line, "not this")
    for field in (form.new, form.again):
        QTest.keyClicks(field.line, NEW)
    form.change.click()
    desk.until(lambda: "does not open the library" in form.problem)
    assert desk.work is None
    form.now.line.clear()
    QTest.keyClicks(form.now.line, PASSPHRASE)
    form.change.click()
    page = desk.ended()
    assert "The new passphrase opens it. Back-ups made before" in page.words
    page.go_on.click()
    desk.library.close()
    Library.open(locations.default_library(), parse_key(NEW)).close()


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [(NEW, "four calm otter", "The two differ"), ("", "", "at least one character")],
)
def test_a_new_passphrase_is_typed_the_same_way_twice(desk, new, again, said):
    form = desk.section.key_form
    desk.section.change_key.click()
    desk.until(form.isVisible)
    QTest.keyClicks(form.now.line, PASSPHRASE)
    QTest.keyClicks(form.new.line, new)
    QTest.keyClicks(form.again.line, again)
    form.change.click()
    assert said in form.problem
    assert desk.work is None


def test_the_way_changes_with_the_passphrase_only(desk):
    form = desk.access.form
    desk.access.way.set_current(0)
    desk.until(form.isVisible)
    assert desk.store.now.way is Way.CLINIC
    QTest.keyClicks(form.field.line, "not this")
    QTest.keyClick(form.field.line, Qt.Key.Key_Return)
    desk.until(lambda: "does not open the library" in form.problem)
    assert desk.store.now.way is Way.CLINIC
    form.field.line.clear()
    QTest.keyClicks(form.field.line, PASSPHRASE)
    QTest.keyClick(form.field.line, Qt.Key.Key_Return)
    desk.until(lambda: desk.reopened)
    assert desk.store.now.way is Way.HOME
    assert audit_entries(desk.library)[0].what == "way changed"


def test_leaving_the_question_leaves_the_way_as_it_was(desk):
    desk.access.way.set_current(0)
    desk.until(desk.access.form.isVisible)
    QTest.keyClick(desk.access.form.field.line, Qt.Key.Key_Escape)
    assert desk.access.way.current == 1
    assert desk.store.now.way is Way.CLINIC


def test_the_lock_is_set_at_once(desk):
    index = desk.access.lock.findText("Never")
    desk.access.lock.setCurrentIndex(index)
    desk.access.lock.activated.emit(index)
    assert desk.store.now.lock_after_min == 0
    desk.access.in_session.set_current(1)
    assert desk.store.now.lock_in_session


def test_who_did_what_is_shown_and_hidden(desk, choose, tmp_path):
    back_up(desk.library, tmp_path / "copy.db")
    desk.section.audit.click()
    desk.until(desk.section.entries.isVisible)
    (line,) = desk.section.entries.lines
    assert line[2:] == ("backed up", "copy.db")
    desk.section.audit.click()
    assert desk.section.entries.isHidden()


def test_who_did_what_is_shown_by_kind_with_names_and_saved_without(desk, choose, tmp_path):
    client = Charts(desk.library).add([Identified("2026-05-01T08:00:00Z", name="Anna")])
    audit(desk.library, Deed.CHART_OPENED, client)
    back_up(desk.library, tmp_path / "copy.db")
    entries = desk.section.entries
    desk.section.audit.click()
    desk.until(entries.isVisible)
    entries.kind.setCurrentIndex(entries.kind.findText("Opened"))
    entries.kind.activated.emit(entries.kind.currentIndex())
    assert [line[2:] for line in entries.lines] == [("chart opened", "Anna")]
    choose(tmp_path / "audit.csv")
    entries.table.click()
    desk.until(lambda: "audit.csv is written" in desk.section.told)
    head, row = (tmp_path / "audit.csv").read_text().splitlines()
    assert head == "at_utc,who,what,about"
    assert row.endswith(f"chart opened,{client}")
    entries.kind.setCurrentIndex(0)
    entries.kind.activated.emit(0)
    desk.until(lambda: entries.lines[0][2:] == ("exported", "the audit list"))


def test_a_long_list_is_shown_from_the_newest_on(desk):
    for number in range(60):
        audit(desk.library, Deed.EXPORTED, f"{number}")
    desk.section.audit.click()
    desk.until(desk.section.entries.isVisible)
    assert len(desk.section.entries.lines) == 50
    desk.section.entries.older.click()
    assert [line[3] for line in desk.section.entries.lines][::59] == ["59", "0"]
    assert desk.section.entries.older.isHidden()


def test_where_the_keyring_keeps_the_key_a_back_up_says_that_it_opens_here_only(
    desk, choose, tmp_path, monkeypatch
):
    monkeypatch.setattr(keys, "recall", lambda _: RandomKey())
    choose(tmp_path / "copy.db")
    desk.section.back_up.click()
    desk.until(lambda: desk.section.told)
    assert "on another computer it does not open" in desk.section.told


def test_every_control_is_named_and_reached(desk, nameless_controls, unreached_controls):
    desk.section.restore_form.ask("The passphrase of it.", "Look at it", key=True)
    desk.section.key_form.ask(kept=False, keyring_available=True)
    assert nameless_controls(desk.page) == []
    assert unreached_controls(desk.page) == []
