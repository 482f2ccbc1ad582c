"""One client: what is written is kept on leaving its field, and nothing of it is lost."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coherence_desktop.chart import Archived, Described, Identified
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.problems import ClientGone, LibraryInUse
from coherence_desktop.ui.clients.client_tabs import HIERARCHY, OVERVIEW, PLAN, READINESS


def test_name_date_of_birth_and_notes_are_kept_on_leaving(add, client_page, kept, write) -> None:
    page = client_page(add("M-1"))
    about = page.overview.about
    write(about.name.line, "M-7")
    write(about.born.line, "7.5.84")
    about.notes.setFocus()
    QTest.keyClicks(about.notes, "Fears the stairs.")
    about.notes.clearFocus()
    chart = kept(page)
    assert chart.name == "M-7"
    assert str(chart.date_of_birth) == "1984-05-07"
    assert chart.notes == "Fears the stairs."
    assert about.born.text == "7 May 1984"


def test_leaving_without_a_change_writes_nothing(add, client_page, kept, write) -> None:
    page = client_page(add("M-1", born="1984-05-07"))
    before = kept(page).entries
    write(page.overview.about.name.line, "M-1")
    write(page.overview.about.born.line, "1984-05-07")
    page.keep()
    assert kept(page).entries == before


def test_text_is_kept_when_the_page_goes_away_in_the_middle(add, client_page, kept) -> None:
    page = client_page(add("M-1"))
    page.overview.about.notes.setFocus()
    QTest.keyClicks(page.overview.about.notes, "Half a sent")
    page.hide()
    assert kept(page).notes == "Half a sent"


def test_finishing_writes_at_once(add, charts, client_page) -> None:
    page = client_page(add("M-1"))
    page.overview.about.name.line.setFocus()
    page.overview.about.name.line.setText("M-9")
    assert page.finish() == ""
    assert Chart.of(charts.entries(page.client_id)).name == "M-9"


@pytest.mark.parametrize(
    ("text", "said"), [("32.1.1984", "not a date in the calendar"), ("1.1.2030", "in the future")]
)
def test_a_wrong_date_stays_in_the_field_and_is_told(
    add, client_page, kept, write, text, said
) -> None:
    page = client_page(add("M-1", born="1984-05-07"))
    write(page.overview.about.born.line, text)
    write(page.overview.about.name.line, "M-2")
    assert said in page.overview.about.born.told
    assert page.overview.about.born.text == text
    assert str(kept(page).date_of_birth) == "1984-05-07"
    write(page.overview.about.born.line, "")
    assert page.overview.about.born.told == ""
    assert kept(page).date_of_birth is None


def test_a_client_keeps_a_name(add, client_page, kept, write) -> None:
    page = client_page(add("M-1"))
    write(page.overview.about.name.line, "")
    assert "needs a name" in page.overview.about.name.told
    assert kept(page).name == "M-1"


def test_the_ceiling_follows_the_age_until_it_is_set(add, client_page, kept, write) -> None:
    page = client_page(add("M-1", born="1984-05-07"))
    ceiling = page.overview.ceiling
    assert ceiling.words.startswith("151 85 % of 220 minus age (42).")
    ceiling.how.set_current(1)
    write(ceiling.bpm, "140")
    assert kept(page).ceilings[-1].bpm == 140.0
    assert ceiling.words.startswith("140 Set by hand. By age it is 151 bpm.")
    ceiling.how.set_current(0)
    assert kept(page).ceilings[-1].bpm is None
    assert ceiling.words.startswith("151")


def test_without_a_date_of_birth_the_ceiling_is_absent_with_its_reason(add, client_page) -> None:
    page = client_page(add("M-1"))
    assert page.overview.ceiling.words.startswith("Not available: no date of birth")


def test_a_ceiling_nobody_has_is_told_and_not_kept(add, client_page, kept, write) -> None:
    page = client_page(add("M-1", born="1984-05-07"))
    page.overview.ceiling.how.set_current(1)
    write(page.overview.ceiling.bpm, "999")
    assert page.overview.ceiling._wrong.text().endswith("from 60 to 220.")
    assert kept(page).ceilings == ()
    assert page.overview.ceiling.bpm.text() == "999"


def test_sessions_of_this_client_alone_can_be_reviewed(qtbot, add, record, client_page) -> None:
    ours, other = add("M-1"), add("M-2")
    first = record(ours, 3)
    record(other, 4)
    newest = record(ours, 20)
    page = client_page(ours)
    sessions = page.overview.sessions.list
    qtbot.waitUntil(lambda: len(sessions.rows) == 2)
    assert [row.id for row in sessions.rows] == [newest, first]
    sessions.setFocus()
    qtbot.keyClick(sessions, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.review_requested) as asked:
        qtbot.keyClick(sessions, Qt.Key.Key_Return)
    assert asked.args == [first]


def test_a_client_without_sessions_has_a_kind_line(add, client_page) -> None:
    page = client_page(add("M-1"))
    assert page.overview.sessions._empty.words.startswith("No session yet.")


def test_archived_and_back(add, client_page, kept) -> None:
    page = client_page(add("M-1"))
    page.overview.end.archive.click()
    assert kept(page).archived
    page.overview.end.archive.click()
    assert not kept(page).archived


def test_deleting_takes_two_steps(qtbot, add, charts, record, library, client_page) -> None:
    client = add("M-1")
    record(client, 3)
    page = client_page(client)
    end = page.overview.end
    qtbot.waitUntil(lambda: end._sessions == 1)
    end.ask.click()
    assert page.window().focusWidget() is end.keep
    assert "1 session can stay" in end._warning.text()
    qtbot.keyClick(end.keep, Qt.Key.Key_Escape)
    assert not end.asking
    assert len(charts.clients()) == 1
    end.ask.click()
    with qtbot.waitSignal(page.back_requested):
        end.confirm.click()
    assert charts.clients() == []
    assert len(library.sessions()) == 1
    assert page.finish() == ""


def test_sessions_go_too_if_that_is_wanted(
    qtbot, add, charts, record, library, client_page
) -> None:
    client = add("M-1")
    record(client, 3)
    page = client_page(client)
    page.overview.end.ask.click()
    page.overview.end.too.setChecked(True)
    with qtbot.waitSignal(page.back_requested):
        page.overview.end.confirm.click()
    assert library.sessions() == []


def test_a_breathing_session_begins_with_enter(qtbot, add, client_page) -> None:
    client = add("M-1")
    page = client_page(client)
    with qtbot.waitSignal(page.session_requested) as asked:
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert asked.args == [client]


def test_esc_in_a_field_keeps_it_and_the_next_one_goes_back(qtbot, add, client_page, kept) -> None:
    page = client_page(add("M-1"))
    line = page.overview.about.name.line
    line.setFocus()
    qtbot.keyClicks(line, "b")
    with qtbot.assertNotEmitted(page.back_requested):
        qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert kept(page).name == "M-1b"
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Escape)


def test_tabs_change_by_key(qtbot, add, client_page) -> None:
    page = client_page(add("M-1"))
    control = Qt.KeyboardModifier.ControlModifier
    for tab in (READINESS, HIERARCHY, PLAN, OVERVIEW):
        qtbot.keyClick(page, Qt.Key.Key_PageDown, control)
        assert page.tabs.current == tab


class Interrupted:
    """A store whose disk can be away for a while."""

    def __init__(self, charts: Charts) -> None:
        self._charts = charts
        self.away = False

    def __getattr__(self, name: str):
        return getattr(self._charts, name)

    def append(self, client_id: str, *entries) -> None:
        if self.away:
            raise LibraryInUse(self._charts._path)
        self._charts.append(client_id, *entries)


def test_what_cannot_be_written_waits_and_is_told(
    qtbot, add, charts, client_page, kept, write
) -> None:
    store = Interrupted(charts)
    page = client_page(add("M-1"), store)
    store.away = True
    write(page.overview.about.name.line, "M-2")
    qtbot.waitUntil(lambda: "is kept in this window" in page.problem)
    write(page.overview.about.name.line, "M-3")
    assert not page.desk.saved
    assert page.head.name == "M-3"
    store.away = False
    page._again.click()
    chart = kept(page)
    assert chart.name == "M-3"
    assert chart.entries == 3
    qtbot.waitUntil(lambda: page.problem == "")


def test_a_client_deleted_elsewhere_can_be_added_again_with_everything(
    qtbot, add, at, charts, client_page, kept, write
) -> None:
    client = add("M-1", Described(at(2), notes="Fears the stairs."))
    page = client_page(client)
    charts.delete(client)
    write(page.overview.about.name.line, "M-2")
    qtbot.waitUntil(lambda: "deleted in another window" in page.problem)
    with qtbot.waitSignal(page.moved) as moved:
        page._again.click()
    assert page.client_id == moved.args[0] != client
    chart = kept(page)
    assert (chart.name, chart.notes) == ("M-2", "Fears the stairs.")
    with pytest.raises(ClientGone):
        charts.entries(client)
    write(page.overview.about.name.line, "M-3")
    assert kept(page).name == "M-3"


def test_what_others_wrote_is_there_when_the_page_is_shown_again(
    qtbot, add, at, charts, client_page
) -> None:
    client = add("M-1")
    page = client_page(client)
    page.hide()
    charts.append(client, Identified(at(9), name="M-5"), Archived(at(9)))
    page.show()
    qtbot.waitUntil(lambda: page.head.name == "M-5")
    assert page.desk.chart.archived


def test_every_control_of_every_tab_is_named_and_reached(
    add, answered, client_page, nameless_controls, unreached_controls
) -> None:
    page = client_page(add("M-1", answered()))
    for tab in (OVERVIEW, READINESS, HIERARCHY):
        page.show_tab(tab)
        assert nameless_controls(page) == []
        assert unreached_controls(page) == []


class Windows(QObject):
    """Counts what is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
        ):
            self.shown.append(watched)
        return False


def test_no_part_of_the_page_ever_shows_as_a_window_of_its_own(
    qapp, add, answered, client_page
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    try:
        page = client_page(add("M-1", answered()))
        for tab in (OVERVIEW, READINESS, HIERARCHY):
            page.show_tab(tab)
    finally:
        qapp.removeEventFilter(windows)
    assert windows.shown == [page]
