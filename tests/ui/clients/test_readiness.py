"""Readiness: answers are dated and kept, and what waits is opened by a named sign-off."""

from PySide6.QtCore import Qt

from coherence_desktop.ui.clients.client_tabs import HIERARCHY, READINESS


def opened(client_page, client):
    page = client_page(client)
    page.show_tab(READINESS)
    return page, page.parts.readiness


def test_answers_are_kept_with_their_day_and_their_author(
    qtbot, add, client_page, kept, screening, write
) -> None:
    page, tab = opened(client_page, add("M-1"))
    for question in screening.questions:
        tab.screening.choose(question.id, False)
    tab.screening.choose("asthma", True)
    tab.screening.choose("pregnancy", None)
    write(tab.screening.by.line, "Dr Adler")
    write(tab.screening.comment.line, "Letter of 12 May")
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Return)
    latest = kept(page).screening
    assert latest.answers["asthma"] is True
    assert latest.answers["pregnancy"] is None
    assert latest.answers["heart"] is False
    assert len(latest.answers) == len(screening.questions)
    assert (latest.by, latest.comment) == ("Dr Adler", "Letter of 12 May")
    assert latest.at_utc.startswith("2026-05-22")
    assert "last asked today by Dr Adler" in tab.screening._when.text()


def test_answers_are_given_by_keyboard(qtbot, add, client_page, kept) -> None:
    page, tab = opened(client_page, add("M-1"))
    yes, no, unknown = tab.screening._rows["heart"].choice._segments
    yes.setFocus()
    qtbot.keyClick(yes, Qt.Key.Key_Space)
    qtbot.keyClick(yes, Qt.Key.Key_Right)
    assert no.isChecked()
    qtbot.keyClick(no, Qt.Key.Key_Right)
    assert unknown.isChecked()
    qtbot.keyClick(unknown, Qt.Key.Key_Return)
    assert kept(page).answers == {"heart": None}


def test_answers_that_were_not_saved_are_kept_on_leaving(add, client_page, kept) -> None:
    page, tab = opened(client_page, add("M-1"))
    tab.screening.choose("heart", True)
    page.show_tab(HIERARCHY)
    assert kept(page).answers == {"heart": True}


def test_the_same_answers_can_be_given_again_on_another_day(
    add, answered, client_page, kept
) -> None:
    page, tab = opened(client_page, add("M-1", answered(asthma=True)))
    assert tab.screening.button.text() == "Same answers today"
    page.show_tab(HIERARCHY)
    assert len(kept(page).screenings) == 1
    page.show_tab(READINESS)
    tab.screening.button.click()
    first, second = kept(page).screenings
    assert first.answers == second.answers
    assert first.at_utc < second.at_utc


def test_before_the_screening_exercises_with_concerns_wait_for_it(add, client_page) -> None:
    _, tab = opened(client_page, add("M-1"))
    straw = tab.exercises.rows["straw_breathing"]
    assert straw.words == "Waits for the screening."
    assert not straw.button.isVisible()
    open_ones = [row for row in tab.exercises.rows.values() if not row.waits]
    assert [row.standing.exercise.concerns for row in open_ones] == [()] * len(open_ones)


def test_a_locked_exercise_says_why(add, answered, client_page) -> None:
    _, tab = opened(client_page, add("M-1", answered(asthma=True, pregnancy=None)))
    straw = tab.exercises.rows["straw_breathing"]
    assert straw.words == "Waits for a sign-off. Yes: asthma. Not known: pregnancy."
    assert straw.button.isVisible()
    assert straw.button.accessibleName() == "Sign off Straw breathing"


def test_a_sign_off_needs_a_name_and_a_reason(qtbot, add, answered, client_page, kept) -> None:
    page, tab = opened(client_page, add("M-1", answered(asthma=True)))
    row = tab.exercises.rows["straw_breathing"]
    qtbot.keyClick(row.button, Qt.Key.Key_Return)
    form = tab.form
    assert page.window().focusWidget() is form.reason.line
    assert form.by.text == "Dr Adler"
    form.by.line.clear()
    qtbot.keyClick(form.reason.line, Qt.Key.Key_Return)
    assert form.by.told == "A sign-off carries the name of who signs."
    qtbot.keyClicks(form.by.line, "Dr Bo")
    qtbot.keyClick(form.by.line, Qt.Key.Key_Return)
    assert form.reason.told == "A sign-off carries its reason."
    assert kept(page).sign_offs == ()
    qtbot.keyClicks(form.reason.line, "Spoken with the GP")
    qtbot.keyClick(form.reason.line, Qt.Key.Key_Return)
    (off,) = kept(page).sign_offs
    assert (off.entry.by, off.entry.reason) == ("Dr Bo", "Spoken with the GP")
    assert off.entry.concerns == ("asthma",)
    assert not row.waits
    assert row.words == "Signed off by Dr Bo, today: Spoken with the GP"
    assert page.window().focusWidget() is row.withdraw


def test_a_sign_off_is_withdrawn_and_its_history_stays(
    qtbot, add, answered, client_page, kept
) -> None:
    page, tab = opened(client_page, add("M-1", answered(asthma=True)))
    row = tab.exercises.rows["straw_breathing"]
    row.button.click()
    tab.form.reason.line.setText("Spoken with the GP")
    tab.form.sign()
    row.withdraw.click()
    tab.form.reason.line.setText("An attack last night")
    tab.form.sign()
    assert row.waits
    (off,) = kept(page).sign_offs
    assert off.withdrawn.reason == "An attack last night"
    tab.exercises.which.set_current(1)
    told = [label.text() for label in tab.exercises.findChildren(type(tab.screening._when))]
    assert "Straw breathing: sign-off withdrawn by Dr Adler: An attack last night" in told
    assert any("signed off by Dr Adler, in spite of asthma" in text for text in told)
    assert any(text.startswith("Screened by Dr Adler. Yes to asthma.") for text in told)


def test_a_changed_answer_closes_the_exercise_again(add, answered, client_page, kept) -> None:
    page, tab = opened(client_page, add("M-1", answered(asthma=None)))
    row = tab.exercises.rows["straw_breathing"]
    row.button.click()
    tab.form.reason.line.setText("Never had an attack")
    tab.form.sign()
    assert not row.waits
    tab.screening.choose("asthma", True)
    tab.screening.save()
    assert row.waits
    assert row.words.endswith("An answer changed after the last sign-off.")
    assert len(kept(page).sign_offs) == 1


def test_esc_leaves_the_form_and_keeps_what_is_in_it(qtbot, add, answered, client_page) -> None:
    page, tab = opened(client_page, add("M-1", answered(asthma=True)))
    row = tab.exercises.rows["straw_breathing"]
    row.button.click()
    tab.form.reason.line.setText("Spoken")
    with qtbot.assertNotEmitted(page.back_requested):
        qtbot.keyClick(tab.form.leave, Qt.Key.Key_Escape)
    assert not tab.form.isVisible()
    assert page.window().focusWidget() is row.button
    row.button.click()
    assert tab.form.reason.text == "Spoken"
