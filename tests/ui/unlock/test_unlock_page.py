"""Opening the library: both ways to protect it, wrong passphrases, and what keeps it shut."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.records import problems
from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.forms.strength import strength_hint
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.unlock.problem_title import title_of
from coherence_desktop.ui.unlock.unlock_page import UnlockPage
from coherence_desktop.ui.widgets.button import Button

LIBRARY = Path("library.coherence")
PROBLEMS = [
    problems.LibraryDamaged(LIBRARY),
    problems.LibraryTooNew(LIBRARY),
    problems.LibraryNotWritable(LIBRARY),
    problems.LibraryInUse(LIBRARY),
    problems.NotALibrary(LIBRARY),
    problems.DiskFull(LIBRARY),
]


@pytest.fixture
def page(shown, theme: Theme) -> UnlockPage:
    return shown(UnlockPage(theme), 1280, 800)


def fields_of(page: UnlockPage) -> list[PassphraseField]:
    return [field for field in page.findChildren(PassphraseField) if field.isVisible()]


def button(page: UnlockPage, words: str) -> Button:
    return next(
        button
        for button in page.findChildren(Button)
        if button.accessibleName() == words and button.isVisible()
    )


def shown_buttons(page: UnlockPage) -> list[str]:
    return [button.text() for button in page.findChildren(Button) if button.isVisible()]


class TestFirstStart:
    def test_a_passphrase_typed_twice_is_given(self, qtbot, page: UnlockPage) -> None:
        first, again = fields_of(page)
        qtbot.keyClicks(first.line, "calm river stone")
        qtbot.keyClick(first.line, Qt.Key.Key_Return)
        assert again.line.hasFocus()
        qtbot.keyClicks(again.line, "calm river stone")
        with qtbot.waitSignal(page.passphrase_given) as given:
            qtbot.keyClick(again.line, Qt.Key.Key_Return)
        assert given.args == ["calm river stone"]

    def test_two_that_differ_are_not_given(self, qtbot, page: UnlockPage) -> None:
        first, again = fields_of(page)
        qtbot.keyClicks(first.line, "calm river")
        qtbot.keyClicks(again.line, "calm rivet")
        with qtbot.assertNotEmitted(page.passphrase_given):
            button(page, "Use this passphrase").click()
        assert "differ" in page.problem
        assert again.line.hasFocus()

    def test_none_at_all_is_not_given(self, qtbot, page: UnlockPage) -> None:
        with qtbot.assertNotEmitted(page.passphrase_given):
            button(page, "Use this passphrase").click()
        assert page.problem

    def test_the_computer_can_keep_the_key(self, qtbot, page: UnlockPage) -> None:
        with qtbot.waitSignal(page.keyring_chosen):
            button(page, "Let this computer keep it").click()

    def test_without_a_keyring_it_is_not_offered(self, page: UnlockPage) -> None:
        page.ask_first(keyring_available=False)
        assert shown_buttons(page).count("Let this computer keep it") == 0

    def test_a_keyring_that_fails_is_said_and_a_passphrase_still_works(
        self, qtbot, page: UnlockPage
    ) -> None:
        page.show_wrong("The keyring of this computer does not answer. Use a passphrase.")
        assert "keyring" in page.problem
        assert fields_of(page)[0].line.hasFocus()

    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ("", "few words"),
            ("aaaaaaaaaaaa", "guess"),
            ("river", "Short"),
            ("calm river stone", "Good"),
        ],
    )
    def test_a_quiet_word_on_its_strength(self, typed: str, word: str) -> None:
        assert word in strength_hint(typed)


class TestPassphrase:
    def test_what_is_typed_is_hidden_until_the_eye_is_pressed(self, qtbot, page) -> None:
        page.ask_passphrase(LIBRARY)
        (field,) = fields_of(page)
        qtbot.keyClicks(field.line, "secret")
        assert field.line.displayText() != "secret"
        button(page, "Show the passphrase").click()
        assert field.line.displayText() == "secret"
        button(page, "Hide the passphrase").click()
        assert field.line.displayText() != "secret"

    def test_the_field_has_the_focus_at_once(self, page: UnlockPage) -> None:
        page.ask_passphrase(LIBRARY)
        assert fields_of(page)[0].line.hasFocus()

    def test_a_wrong_one_is_one_sentence_and_the_next_can_be_typed(self, qtbot, page) -> None:
        page.ask_passphrase(LIBRARY)
        (field,) = fields_of(page)
        qtbot.keyClicks(field.line, "wrong")
        with qtbot.waitSignal(page.passphrase_given):
            qtbot.keyClick(field.line, Qt.Key.Key_Return)
        page.set_busy(True)
        sentence = problems.WrongKey(LIBRARY).message
        page.show_wrong(sentence)
        assert page.problem == sentence
        assert field.line.hasFocus()
        qtbot.keyClicks(field.line, "right")
        assert field.text == "right"
        assert page.problem == ""

    def test_nothing_is_given_while_one_is_tried(self, qtbot, page: UnlockPage) -> None:
        page.ask_passphrase(LIBRARY)
        (field,) = fields_of(page)
        qtbot.keyClicks(field.line, "secret")
        page.set_busy(True)
        assert not field.isEnabled()

    def test_it_is_forgotten_when_asked_again(self, qtbot, page: UnlockPage) -> None:
        page.ask_passphrase(LIBRARY)
        (field,) = fields_of(page)
        qtbot.keyClicks(field.line, "secret")
        page.ask_passphrase(LIBRARY)
        assert field.text == ""


class TestProblems:
    @pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: type(problem).__name__)
    def test_a_library_that_does_not_open_is_told_in_words(self, page, problem) -> None:
        page.show_library_problem(problem)
        assert page.problem == problem.message
        assert page.accessibleName() == title_of(problem) != "The library does not open"
        assert shown_buttons(page) == [
            "Try again",
            "Choose another library",
            "Restore a back-up",
        ]

    def test_enter_tries_again(self, qtbot, page: UnlockPage) -> None:
        page.show_library_problem(PROBLEMS[0])
        with qtbot.waitSignal(page.retry_requested):
            qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)

    def test_another_library_can_be_chosen(self, qtbot, page: UnlockPage) -> None:
        page.show_library_problem(PROBLEMS[0])
        with qtbot.waitSignal(page.other_library_requested):
            button(page, "Choose another library").click()


@pytest.mark.parametrize("form", ["first", "again", "problem"])
def test_every_control_is_named_and_reached_by_tab(
    page: UnlockPage, form: str, nameless_controls, unreached_controls, controls_of
) -> None:
    if form == "again":
        page.ask_passphrase(LIBRARY)
    elif form == "problem":
        page.show_library_problem(PROBLEMS[0])
    assert len(controls_of(page)) >= 2
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (720, 600)])
def test_no_words_are_cut(shown, theme: Theme, size) -> None:
    page = shown(UnlockPage(theme), *size)
    for shown_button in page.findChildren(Button):
        if shown_button.isVisible():
            assert shown_button.width() >= shown_button.minimumSizeHint().width() or (
                shown_button.text() == ""
            )
