"""Two sessions side by side, and the queue that keeps what is added to logs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.errors import Problem
from coherence_desktop.events import Note
from coherence_desktop.ui.review.beside_page import BesidePage
from coherence_desktop.ui.review.events_keeper import EventsKeeper


@pytest.fixture
def page(qtbot, light, exposure, breathing_log, source_of) -> BesidePage:
    page = BesidePage(light)
    qtbot.addWidget(page)
    page.resize(1352, 900)
    page.show()
    calm = source_of(breathing_log([850.0 + 20 * (n % 6) for n in range(300)]))
    with qtbot.waitSignal(page.opened, timeout=20_000):
        page.open(lambda: (source_of(exposure), calm))
    return page


def row(page: BesidePage, name: str) -> list[str]:
    rows = [[cell.text for cell in row.cells] for row in page.table.view.rows]
    return next(cells for cells in rows if cells[0] == name)[2:]


def measured(page: BesidePage, end_s: float):
    def known() -> bool:
        return bool(page.measuring.found) and page.measuring.found[0].end_s == end_s

    return known


def test_both_count_from_their_starts_and_the_longer_sets_the_length(page):
    one, other = page.reviews
    assert page.shown.total_s == max(one.duration_s, other.duration_s)
    assert one.duration_s > other.duration_s


def test_measures_stand_in_a_column_for_each_session(page, qtbot):
    qtbot.waitUntil(measured(page, page.reviews[0].duration_s), timeout=20_000)
    beats = [int(cell.replace("\N{NARROW NO-BREAK SPACE}", "")) for cell in row(page, "Beats")]
    assert beats == [review.quality.beats for review in page.reviews]
    assert [column.title for column in page.table.view.columns[2:]] == [
        "Session 6, 22 May 2026"
    ] * 2


def test_measures_follow_the_shown_stretch_and_say_where_a_session_was_over(page, qtbot):
    page.shown.show(60.0, 120.0)
    qtbot.waitUntil(measured(page, 120.0), timeout=20_000)
    assert [found.start_s for found in page.measuring.found] == [60.0, 60.0]
    page.shown.show(1000.0, 1100.0)
    qtbot.waitUntil(measured(page, 1100.0), timeout=20_000)
    assert row(page, "Data quality: corrected beats")[1] == "no beats in it"


def test_arrows_move_both_and_esc_goes_back(page, qtbot):
    page.shown.show(100.0, 200.0)
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.shown.start_s == pytest.approx(110.0)
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_one_of_them_can_be_reviewed_alone(page, qtbot):
    with qtbot.waitSignal(page.open_requested) as asked:
        page.review_buttons[1].click()
    assert asked.args == [1]


def test_every_control_has_a_name_and_is_reached_by_tab(
    page, nameless_controls, unreached_controls
):
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_a_session_that_cannot_be_read_says_so(qtbot, light):
    page = BesidePage(light)
    qtbot.addWidget(page)
    page.show()

    def read():
        raise Problem("The library is damaged. Restore a back-up.")

    page.open(read)
    qtbot.waitUntil(lambda: page._problem.isVisible(), timeout=20_000)
    assert not page.plots[0].isVisible()


def test_events_are_kept_in_the_order_in_which_they_came(qtbot):
    kept = []

    def write(session_id, events):
        if events[0].text == "bad":
            raise Problem("The disk is full. Make room.")
        kept.append((session_id, [event.text for event in events]))

    keeper = EventsKeeper(write)
    failed = []
    keeper.failed.connect(failed.append)
    with qtbot.waitSignal(keeper.idle, timeout=20_000):
        for number in range(20):
            keeper.add("s", (Note(1.0, "bad" if number == 7 else str(number)),))
    assert [texts for _, texts in kept] == [[str(n)] for n in range(20) if n != 7]
    assert [problem.message for problem in failed] == ["The disk is full. Make room."]
    assert not keeper.busy
