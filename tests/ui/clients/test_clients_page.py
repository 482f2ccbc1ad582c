"""The list of clients: found, opened and added without a mouse."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.chart import Archived, Identified


def names(page) -> list[str]:
    return [row.name for row in page.shown]


def test_clients_stand_by_name_with_their_last_session(add, record, clients_page, today) -> None:
    late, early = add("M-14"), add("M-2")
    record(late, 3)
    record(late, 21)
    page = clients_page()
    assert names(page) == ["M-2", "M-14"]
    assert page.shown[1].sessions == 2
    assert page.shown[1].words(today) == "M-14, last session yesterday"
    assert page.shown[0].id == early
    assert page.shown[0].words(today) == "M-2, no session yet"


def test_typing_searches_and_enter_opens(qtbot, add, clients_page) -> None:
    add("Anna B.")
    wanted = add("Änne Köhler")
    page = clients_page()
    assert page.window().focusWidget() is page.search
    qtbot.keyClicks(page.search, "kohl")
    assert names(page) == ["Änne Köhler"]
    with qtbot.waitSignal(page.open_requested) as opened:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == [wanted]


def test_arrows_move_in_the_list_while_searching(qtbot, add, clients_page) -> None:
    ids = [add(name) for name in ("M-1", "M-2", "M-3")]
    page = clients_page()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_requested) as opened:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == [ids[1]]


def test_esc_empties_the_search_then_goes_back(qtbot, add, clients_page) -> None:
    add("M-1")
    page = clients_page()
    qtbot.keyClicks(page.search, "nobody")
    assert page._empty.isVisible()
    assert page._empty.words == "Nobody goes by that. Esc empties the search."
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert names(page) == ["M-1"]
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page.search, Qt.Key.Key_Escape)


def test_archived_clients_have_a_list_of_their_own(add, at, clients_page) -> None:
    add("M-1")
    add("M-2", Archived(at(3)))
    page = clients_page()
    assert names(page) == ["M-1"]
    page.which.set_current(1)
    assert names(page) == ["M-2"]


def test_an_empty_list_says_one_kind_line(clients_page) -> None:
    page = clients_page()
    assert page._empty.words == "Nobody here yet. Begin with the first one; a code is enough."


def test_a_client_is_added_by_keyboard_and_opened(qtbot, charts, clients_page) -> None:
    page = clients_page()
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    name = page.window().focusWidget()
    assert name is page.add_panel.name.line
    qtbot.keyClicks(name, "M-031")
    qtbot.keyClick(name, Qt.Key.Key_Tab)
    born = page.window().focusWidget()
    qtbot.keyClicks(born, "1984-05-07")
    with qtbot.waitSignal(page.open_requested) as opened:
        qtbot.keyClick(born, Qt.Key.Key_Return)
    (first,) = charts.entries(opened.args[0])
    assert isinstance(first, Identified)
    assert (first.name, first.date_of_birth) == ("M-031", "1984-05-07")
    assert page.add_panel.name.text == ""


@pytest.mark.parametrize(
    ("born", "said"),
    [("31.2.1984", "not a date in the calendar"), ("2031-01-01", "in the future")],
)
def test_a_date_that_cannot_be_is_told_and_nobody_is_added(
    qtbot, charts, clients_page, born, said
) -> None:
    page = clients_page()
    page.add_panel.name.line.setText("M-1")
    page.add_panel.born.line.setText(born)
    page.add_panel.button.click()
    assert said in page.add_panel.born.told
    assert page.add_panel.born.text == born
    qtbot.wait(50)
    assert charts.clients() == []


def test_a_client_needs_a_name(clients_page) -> None:
    page = clients_page()
    page.add_panel.button.click()
    assert page.add_panel.name.told == "A client needs a name or a code."


def test_the_same_name_twice_is_asked_about_once(qtbot, add, charts, clients_page) -> None:
    add("M-1")
    page = clients_page()
    page.add_panel.name.line.setText("m-1")
    page.add_panel.button.click()
    assert "There is a client m-1 already" in page.add_panel.name.told
    with qtbot.waitSignal(page.open_requested):
        page.add_panel.button.click()
    assert len(charts.clients()) == 2


def test_a_library_that_does_not_answer_is_told(qtbot, library, clients_page) -> None:
    page = clients_page()
    library.path.unlink()
    page.add_panel.name.line.setText("M-1")
    page.add_panel.button.click()
    qtbot.waitUntil(lambda: bool(page.problem))
    assert page.add_panel.name.text == "M-1"
    assert page.add_panel.isEnabled()


def test_many_clients_are_searched_about_as_fast_as_few(charts, at, clients_page, growth) -> None:
    def search(page) -> None:
        for text in ("4", "49", "499", "49", "4", ""):
            page.search.setText(text)
            page.list.viewport().repaint()

    def add(numbers) -> None:
        for number in numbers:
            charts.add([Identified(at(1), name=f"Client {number:03}")])

    add(range(475, 500))
    few = clients_page()
    add(range(475))
    many = clients_page()
    assert (len(few.shown), len(many.shown)) == (25, 500)
    assert growth(lambda: search(few), lambda: search(many)) < 8


def test_every_control_is_named_and_reached(
    add, clients_page, nameless_controls, unreached_controls
) -> None:
    add("M-1")
    page = clients_page()
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_it_is_drawn_in_both_looks_and_when_narrow(add, clients_page, picture_of) -> None:
    add("M-1")
    page = clients_page(800, 600)
    theme = page.theme
    light = picture_of(page)
    theme.set_dark(True)
    assert picture_of(page) != light
    assert page.add_panel.y() > page.list.mapTo(page, page.list.rect().bottomLeft()).y()
