"""Finding a strap: what is shown, what can be pressed, and what keeps the search from working."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.connect.view import AdapterView, FoundStrapView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.focus_ring import ring_of
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.select import Select
from coherence_desktop.ui.widgets.signal_bars import SignalStrength

OWN = FoundStrapView(
    "a",
    "Polar H10 8C2A1B",
    "Yours, last used yesterday",
    SignalStrength.STRONG,
    80,
    "battery, last time",
    yours=True,
)
OTHER = FoundStrapView("b", "Polar H9 41D07E", "Not used here before", SignalStrength.FAIR)
FAR = FoundStrapView(
    "c", "HRM-Dual 294410", "Last seen 9 s ago", SignalStrength.WEAK, reachable=False
)
ARM = FoundStrapView(
    "d",
    "Verity Sense 88",
    "Not used here before",
    wearing_hint="Wear it on the upper arm.",
    chest=False,
)


STREAM = FoundStrapView(
    "stream:u",
    "Belt in room 2",
    "Stream from lab-pc",
    wearing_hint="Another program sends this stream by LSL.",
    chest=False,
    brings="every beat",
    brings_more="RR intervals",
)


@pytest.fixture
def page(shown, theme: Theme) -> ConnectPage:
    return shown(ConnectPage(theme), 1352, 900)


def words_on(page: ConnectPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(Label) if label.isVisible())


def connects(page: ConnectPage) -> list[str]:
    return [
        button.accessibleName()
        for button in page.findChildren(Button)
        if button.isVisible() and button.accessibleName().startswith("Connect ")
    ]


class TestWhatIsShown:
    def test_straps_have_name_signal_battery_and_one_action(self, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER])
        words = words_on(page)
        for part in ("Polar H10 8C2A1B", "Yours, last used yesterday", "strong", "80 %", "fair"):
            assert part in words
        assert "not known yet" in words
        assert connects(page) == ["Connect Polar H10 8C2A1B", "Connect Polar H9 41D07E"]

    def test_rows_are_112_high(self, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER, FAR])
        assert {row.height() for row in page.strap_list.rows} == {112}

    def test_a_strap_out_of_reach_has_words_in_place_of_a_button(self, page) -> None:
        page.set_straps([FAR])
        assert connects(page) == []
        assert "Too far away now." in words_on(page)

    def test_help_is_there_before_and_after_straps_are_found(self, page: ConnectPage) -> None:
        assert "Moisten the two pads" in words_on(page)
        page.set_straps([OWN])
        assert "Moisten the two pads" in words_on(page)

    def test_an_empty_list_says_for_how_long_it_has_been_searching(self, page) -> None:
        page.set_searching(24.4)
        assert "No strap in reach yet" in words_on(page)
        assert "Searching for 24 s." in words_on(page)

    def test_when_nothing_searches_nothing_says_so(self, page: ConnectPage) -> None:
        page.set_searching(None)
        words = words_on(page)
        assert "Not searching" in words
        assert "Still searching" not in words
        assert "Searching for" not in words

    def test_a_problem_is_a_plain_strip_and_help_stays(self, page: ConnectPage) -> None:
        page.set_problem("Bluetooth is switched off. Switch it on, then search again with F5.")
        assert page.problem.startswith("Bluetooth is switched off.")
        assert page.problem in words_on(page)
        assert "Moisten the two pads" in words_on(page)
        page.set_problem(None)
        assert "Bluetooth is switched off." not in words_on(page)

    def test_a_model_tells_how_it_sits(self, page: ConnectPage) -> None:
        page.set_straps([ARM, OTHER])
        assert "Wear it on the upper arm." in words_on(page)
        page.strap_list.select("b")
        assert "Wear it on the upper arm." not in words_on(page)
        assert "The sensor sits in the middle, just under the chest." in words_on(page)

    def test_a_stream_tells_what_it_brings_and_has_neither_signal_nor_battery(self, page) -> None:
        page.set_straps([OTHER])
        assert "Choose your strap" in words_on(page)
        page.set_straps([STREAM])
        qapp_settle(page)
        words = words_on(page)
        for part in ("Choose a strap or a stream", "Stream from lab-pc", "every beat"):
            assert part in words
        for part in ("signal", "battery", "How it sits"):
            assert part not in words
        assert "About this stream" in words
        assert connects(page) == ["Connect Belt in room 2"]
        row = page.strap_list.rows[0]
        facts = "Stream from lab-pc. every beat, RR intervals."
        assert row.button.accessibleDescription() == facts
        page.set_straps([OWN])
        qapp_settle(page)
        assert "How it sits" in words_on(page)

    def test_a_strap_being_connected_cannot_be_connected_again(self, page) -> None:
        page.set_straps([OWN, OTHER])
        page.set_connecting("a")
        assert connects(page) == ["Connect Polar H9 41D07E"]
        assert "Connecting." in words_on(page)
        page.set_connecting(None)
        assert len(connects(page)) == 2


class TestOrder:
    def test_own_straps_come_first_and_are_selected(self, page: ConnectPage) -> None:
        page.set_straps([OTHER])
        page.set_straps([OTHER, OWN])
        assert [row.strap.address for row in page.strap_list.rows] == ["a", "b"]
        assert page.strap_list.selected.strap.address == "a"

    def test_rows_stay_where_they_are_while_the_search_goes_on(self, page) -> None:
        page.set_straps([OTHER, FAR])
        before = page.strap_list.rows
        stronger = replace(FAR, strength=SignalStrength.STRONG, reachable=True)
        page.set_straps([stronger, OTHER])
        assert page.strap_list.rows == before
        assert before[1].strap is stronger

    def test_a_choice_is_kept_when_facts_change(self, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER])
        page.strap_list.select("b")
        page.set_straps([OWN, replace(OTHER, battery_percent=55)])
        assert page.strap_list.selected.strap.battery_percent == 55

    def test_a_strap_that_is_gone_leaves_and_another_is_selected(self, page) -> None:
        page.set_straps([OWN, OTHER])
        page.set_straps([OTHER])
        assert [row.strap.address for row in page.strap_list.rows] == ["b"]
        assert page.strap_list.selected.strap.address == "b"


class TestKeyboard:
    def test_enter_connects_the_selected_strap(self, qtbot, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER])
        with qtbot.waitSignal(page.connect_requested) as asked:
            qtbot.keyClick(page, Qt.Key.Key_Return)
        assert asked.args == ["a"]

    def test_arrows_choose_and_enter_connects_once(self, qtbot, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER])
        asked = []
        page.connect_requested.connect(asked.append)
        qtbot.keyClick(page, Qt.Key.Key_Down)
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
        assert asked == ["b"]

    def test_arrows_go_on_from_where_the_focus_is(self, qtbot, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER, FAR])
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
            qtbot.keyClick(page.window().focusWidget(), key)
        assert page.strap_list.selected.strap.address == "b"

    def test_enter_does_not_connect_what_is_out_of_reach(self, qtbot, page) -> None:
        page.set_straps([FAR])
        with qtbot.assertNotEmitted(page.connect_requested):
            qtbot.keyClick(page, Qt.Key.Key_Return)

    def test_f5_searches_again_and_esc_goes_back(self, qtbot, page: ConnectPage) -> None:
        with qtbot.waitSignal(page.search_again_requested):
            qtbot.keyClick(page, Qt.Key.Key_F5)
        with qtbot.waitSignal(page.back_requested):
            qtbot.keyClick(page, Qt.Key.Key_Escape)

    def test_every_control_is_named_and_reached(
        self, page, nameless_controls, unreached_controls, controls_of
    ) -> None:
        page.set_straps([OWN, OTHER, FAR])
        page.set_adapters([AdapterView("hci0", "Built in"), AdapterView("hci1", "USB")], "hci0")
        names = {control.accessibleName() for control in controls_of(page)}
        assert {"Search again", "Practise without a strap", "Bluetooth adapter"} <= names
        assert nameless_controls(page) == []
        assert unreached_controls(page) == []

    def test_a_focused_strap_may_leave(self, qtbot, page: ConnectPage, theme: Theme) -> None:
        page.set_straps([OTHER, FAR])
        qtbot.keyClick(page, Qt.Key.Key_Down)
        assert page.strap_list.rows[1].hasFocus()
        page.set_straps([OTHER])
        qapp_settle(page)
        assert ring_of(page, theme).target is not None or not ring_of(page, theme).isVisible()
        with qtbot.waitSignal(page.connect_requested) as asked:
            qtbot.keyClick(page.window().focusWidget() or page, Qt.Key.Key_Return)
        assert asked.args == ["b"]

    def test_a_screen_reader_hears_the_facts_of_a_strap(self, page: ConnectPage) -> None:
        page.set_straps([OWN])
        facts = page.strap_list.rows[0].button.accessibleDescription()
        assert facts == "Yours, last used yesterday. Signal strong. Battery 80 %."


class TestMouse:
    def test_a_click_selects_and_two_connect(self, qtbot, page: ConnectPage) -> None:
        page.set_straps([OWN, OTHER])
        row = page.strap_list.rows[1]
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert page.strap_list.selected is row
        with qtbot.waitSignal(page.connect_requested) as asked:
            qtbot.mouseDClick(row, Qt.MouseButton.LeftButton)
        assert asked.args == ["b"]

    def test_practice_without_a_strap(self, qtbot, page: ConnectPage) -> None:
        button = next(
            button
            for button in page.findChildren(Button)
            if button.text() == "Practise without a strap"
        )
        with qtbot.waitSignal(page.without_strap_requested):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


class TestAdapters:
    def test_one_adapter_is_no_choice(self, page: ConnectPage) -> None:
        page.set_adapters([AdapterView("hci0", "Built in")], "hci0")
        assert not page.findChild(Select).isVisible()

    def test_of_several_one_can_be_chosen(self, qtbot, page: ConnectPage) -> None:
        page.set_adapters([AdapterView("hci0", "Built in"), AdapterView("hci1", "USB")], "hci0")
        select = page.findChild(Select)
        assert select.isVisible()
        assert select.currentText() == "Built in"
        with qtbot.waitSignal(page.adapter_chosen) as chosen:
            qtbot.keyClick(select, Qt.Key.Key_Down)
        assert chosen.args == ["hci1"]


class TestLayout:
    @pytest.mark.parametrize("size", [(1192, 800), (1352, 900), (1832, 1080)])
    def test_all_of_it_fits_without_scrolling(self, shown, theme: Theme, size) -> None:
        page = shown(ConnectPage(theme), *size)
        page.set_straps([OWN, OTHER, FAR])
        page.set_problem("Polar H10 8C2A1B did not answer within 20 s. Moisten the pads.")
        qapp_settle(page)
        assert page._scroll.verticalScrollBar().maximum() == 0

    def test_the_side_column_moves_below_in_a_narrow_window(self, shown, theme: Theme) -> None:
        page = shown(ConnectPage(theme), 1000, 800)
        assert page._side.y() > page._help.y()
        page.resize(1352, 900)
        qapp_settle(page)
        assert page._side.x() > page._help.x()

    def test_it_follows_the_palette(self, page: ConnectPage, theme: Theme, picture_of) -> None:
        page.set_straps([OWN, FAR])
        page.set_searching(None)
        before = picture_of(page)
        theme.set_dark(not theme.dark)
        after = picture_of(page)
        assert after.pixelColor(2, 2).name() == theme.tokens.ground.lower()
        assert after != before

    def test_reduced_motion_stills_the_searching_ring(self, page, theme: Theme) -> None:
        page.set_searching(3)
        assert page._ring.turning
        theme.set_reduced_motion(True)
        assert not page._ring.turning


def qapp_settle(page: ConnectPage) -> None:
    for _ in range(3):
        QApplication.processEvents()
