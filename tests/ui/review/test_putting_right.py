"""Beats, markers and phases are put right by hand: seen at once, kept as added events, undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.events import (
    Amended,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Marker,
    Note,
    Phase,
    amended,
    said_of,
)
from coherence_desktop.ui.review.beat_words import beat_words
from coherence_desktop.ui.review.page import ReviewPage

CTRL = Qt.KeyboardModifier.ControlModifier
EXTRA_AT = 60
"""Place of a beat that comes much too early."""


def log_with_an_extra_beat() -> list:
    rr_ms = [800.0 + 15.0 * (n % 5) for n in range(150)]
    rr_ms[EXTRA_AT : EXTRA_AT + 1] = [320.0, 480.0]
    t, events = 0.0, [Phase(0.0, "breathe", "Follow the wave"), Phase(60.0, "quiet", "Quiet")]
    for rr in rr_ms:
        t += rr / 1000.0
        events.append(Beat(t, rr, t + 0.4))
    events += [Marker(100.0, "sigh", "sigh"), Marker(20.0, "cough", "cough")]
    return [*sorted(events, key=lambda event: event.t), Ended(t + 1.0)]


@pytest.fixture
def log(breathing_log) -> list:
    return [breathing_log([800.0])[0], *log_with_an_extra_beat()]


@pytest.fixture
def added() -> list:
    return []


@pytest.fixture
def page(open_review, log, source_of, light, added) -> ReviewPage:
    page = open_review(light, source_of(log))
    page.events_added.connect(added.extend)
    return page


@pytest.fixture
def press(page, qtbot):
    """Press a key; with ``renews``, wait until the session was read anew."""

    def press(key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier, *, renews=False) -> None:
        at = page.window().focusWidget() or page
        if not renews:
            QTest.keyClick(at, key, modifier)
            return
        with qtbot.waitSignal(page.editing.renewed, timeout=20_000):
            QTest.keyClick(at, key, modifier)

    return press


def put_cursor_on(page: ReviewPage, place: int) -> None:
    t = float(page.review.heart.raw_t_s[place])
    page.shown.show(t - 10.0, t + 10.0)
    page.detail.place_cursor(t)
    page.detail.setFocus()
    assert page.detail.cursor_beat == place


def test_the_cursor_goes_over_every_measured_beat_and_says_what_it_is_judged_to_be(page, press):
    put_cursor_on(page, EXTRA_AT - 1)
    assert "extra" not in page.detail.cursor_words
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert page.detail.cursor_beat == EXTRA_AT + 1
    both = [beat_words(page.review.heart, EXTRA_AT + at) for at in (0, 1)]
    assert all("extra" in words for words in both)
    assert any(words.endswith("read as 800 ms") for words in both)
    assert any(words.endswith("joined with its neighbour") for words in both)


def test_x_takes_a_beat_out_and_data_quality_and_measures_follow(page, press, added, qtbot):
    qtbot.waitUntil(lambda: page.measuring.whole is not None, timeout=20_000)
    before = page.measuring.whole
    put_cursor_on(page, 30)
    press(Qt.Key.Key_X, renews=True)
    assert added == [
        BeatJudged(added[0].t, index=30, kind=BeatKind.EXCLUDED, corrected_ms=(), by="person")
    ]
    assert page.review.heart.kinds[30] == "excluded"
    assert page.review.quality.by_kind["excluded"] == 1
    assert "taken out by hand" in page.detail.cursor_words
    assert page.detail.cursor_beat == 30
    qtbot.waitUntil(lambda: page.measuring.whole is not before, timeout=20_000)
    assert page.measuring.whole.quality.by_kind["excluded"] == 1


def test_a_accepts_what_the_detector_would_correct(page, press, added):
    judged = page.review.quality.corrected
    assert judged
    for place in (EXTRA_AT, EXTRA_AT + 1):
        put_cursor_on(page, place)
        press(Qt.Key.Key_A, renews=True)
    assert said_of(added) == {EXTRA_AT: BeatKind.ACCEPTED, EXTRA_AT + 1: BeatKind.ACCEPTED}
    assert page.review.quality.corrected < judged
    assert "accepted by hand" in page.detail.cursor_words


def say(page: ReviewPage, kind: BeatKind, qtbot) -> None:
    with qtbot.waitSignal(page.editing.renewed, timeout=20_000):
        page._body.beat_bar.kinds.by_kind[kind].trigger()


def test_k_opens_the_kinds_and_one_is_said_of_the_beat(page, press, qtbot, added):
    put_cursor_on(page, 30)
    press(Qt.Key.Key_K)
    menu = page._body.beat_bar.kinds
    assert menu.isVisible()
    assert not any(action.isChecked() for action in menu.actions())
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    say(page, BeatKind.ECTOPIC, qtbot)
    assert page.review.heart.kinds[29:33].tolist() == ["normal", "ectopic", "ectopic", "normal"]
    assert said_of(added) == {30: BeatKind.ECTOPIC, 31: BeatKind.ECTOPIC}
    assert [event.corrected_ms for event in added] == [
        pytest.approx(page.review.heart.instead(at)) for at in (30, 31)
    ]
    assert "ectopic by hand" in page.detail.cursor_words
    assert menu.by_kind[BeatKind.ECTOPIC].isChecked()
    page.setFocus()
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert page.review.heart.kinds[30] == "normal"
    assert said_of(added) == {}


def test_another_kind_takes_the_place_of_the_one_that_was_found_or_said(page, qtbot, added):
    put_cursor_on(page, EXTRA_AT)
    assert page.review.heart.kinds[EXTRA_AT] == "extra"
    say(page, BeatKind.ECTOPIC, qtbot)
    both = page.review.heart.kinds[EXTRA_AT : EXTRA_AT + 2]
    assert both.tolist() == ["ectopic", "ectopic"]
    put_cursor_on(page, EXTRA_AT + 1)
    say(page, BeatKind.MISSED, qtbot)
    assert said_of(added) == {EXTRA_AT + 1: BeatKind.MISSED}


def test_the_same_kind_again_leaves_both_intervals_to_the_detector(page, qtbot, added):
    put_cursor_on(page, 30)
    say(page, BeatKind.EXTRA, qtbot)
    assert page.review.heart.kinds[30:32].tolist() == ["extra", "extra"]
    put_cursor_on(page, 31)
    say(page, BeatKind.EXTRA, qtbot)
    assert said_of(added) == {}
    assert page.review.heart.kinds[30:32].tolist() == ["normal", "normal"]


def test_undo_and_redo_add_to_the_log_and_never_take_from_it(page, press, added):
    put_cursor_on(page, 30)
    press(Qt.Key.Key_X, renews=True)
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert page.review.heart.kinds[30] == "normal"
    assert said_of(added) == {}
    assert len(added) == 2
    press(Qt.Key.Key_Y, CTRL, renews=True)
    assert page.review.heart.kinds[30] == "excluded"
    assert len(added) == 3
    press(Qt.Key.Key_Y, CTRL)
    assert len(added) == 3


def test_the_same_key_again_leaves_the_beat_to_the_detector(page, press):
    put_cursor_on(page, EXTRA_AT)
    found = page.review.heart.kinds[EXTRA_AT]
    press(Qt.Key.Key_X, renews=True)
    assert page.review.heart.kinds[EXTRA_AT] == "excluded"
    press(Qt.Key.Key_X, renews=True)
    assert page.review.heart.kinds[EXTRA_AT] == found


def test_without_a_cursor_in_sight_no_key_judges_a_beat(page, press, added):
    press(Qt.Key.Key_X)
    put_cursor_on(page, 30)
    page.shown.show(80.0, 100.0)
    press(Qt.Key.Key_X)
    press(Qt.Key.Key_A)
    assert added == []


def test_quick_presses_end_in_the_state_of_the_last(page, press, qtbot, added):
    put_cursor_on(page, 30)
    for _ in range(5):
        press(Qt.Key.Key_X)
    qtbot.waitUntil(lambda: page.review.heart.kinds[30] == "excluded", timeout=20_000)
    assert len(added) == 5


def test_m_marks_the_beat_under_the_cursor_once_and_undo_takes_it_away(page, press, added):
    put_cursor_on(page, 30)
    press(Qt.Key.Key_M, renews=True)
    press(Qt.Key.Key_M)
    assert [type(event) for event in added] == [Marker]
    assert len(page.review.flags) == 3
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert len(page.review.flags) == 2
    press(Qt.Key.Key_Y, CTRL, renews=True)
    assert len(page.review.flags) == 3
    assert sum(isinstance(event, Marker) for event in added) == 1


def test_m_marks_again_after_its_mark_was_undone(page, press, qtbot, log, added):
    put_cursor_on(page, 30)
    at = page.detail.cursor_s
    press(Qt.Key.Key_M, renews=True)
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: len(page.editing.events) == len(log) + 3)
    qtbot.waitUntil(lambda: len(page.review.flags) == 3, timeout=20_000)
    assert [flag.t for flag in page.review.flags].count(at) == 1
    page.tables.tabs.open("markers")
    rows = [row for row in page.tables.markers.view.rows if row.t == at]
    assert len(rows) == 1
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert len(page.review.flags) == 2
    assert amended([*log, *added]) == log


def test_a_marker_is_renamed_moved_and_removed_from_its_table(page, press, log, added, qtbot):
    page.tables.tabs.open("markers")
    page.tables.markers.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_F2)
    field = page.window().focusWidget()
    field.clear()
    QTest.keyClicks(field, "deep sigh")
    press(Qt.Key.Key_Return, renews=True)
    assert [flag.label for flag in page.review.flags] == ["cough", "deep sigh"]
    page.show_moment(50.0)
    at = page.detail.cursor_s
    page.tables.markers.setFocus()
    press(Qt.Key.Key_T, renews=True)
    assert [(flag.t, flag.label) for flag in page.review.flags] == [
        (20.0, "cough"),
        (at, "deep sigh"),
    ]
    press(Qt.Key.Key_Delete, renews=True)
    assert [flag.label for flag in page.review.flags] == ["cough"]
    for _ in range(3):
        page.setFocus()
        press(Qt.Key.Key_Z, CTRL, renews=True)
    assert [(flag.t, flag.label) for flag in page.review.flags] == [
        (20.0, "cough"),
        (100.0, "sigh"),
    ]
    assert amended([*log, *added]) == log


def test_a_phase_is_moved_and_bands_and_exports_follow(page, press, added, log):
    page.tables.tabs.open("phases")
    page.show_moment(50.0)
    at = page.detail.cursor_s
    page.tables.phases.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_T, renews=True)
    assert [(band.label, band.start_s) for band in page.review.bands] == [
        ("Follow the wave", 0.0),
        ("Quiet", at),
    ]
    assert added == [Amended(at, what="phase", was_s=60.0, name="quiet", label="Quiet")]


def test_a_phase_of_a_trial_moves_its_measures_but_keeps_its_name(
    open_review, exposure, source_of, others, light, qtbot
):
    page = open_review(light, source_of(exposure, others=others))
    page.tables.tabs.open("phases")
    page.show_moment(190.0)
    at = page.detail.cursor_s
    page.tables.phases.pick(3)
    phased = page.tables.phased
    assert (phased.place.name, phased.rename.isEnabled(), phased.remove.isEnabled()) == (
        "stay",
        False,
        False,
    )
    points = page.review.points
    with qtbot.waitSignal(page.editing.renewed, timeout=20_000):
        phased.move_to_cursor.click()
    trial = page.review.trial(1)
    assert trial.band("stay").start_s == trial.band("induce").end_s == at
    assert len(page.review.points) == len(points)
    assert page.review.rule is not None


def test_a_note_stays_when_the_session_is_read_anew(page, press, qtbot):
    press(Qt.Key.Key_N)
    QTest.keyClicks(page.window().focusWidget(), "Sat up.")
    press(Qt.Key.Key_Return, renews=True)
    put_cursor_on(page, 30)
    press(Qt.Key.Key_X, renews=True)
    assert [note.text for note in page.notes.notes] == ["Sat up."]


def test_ins_adds_a_phase_with_a_name_at_the_cursor_and_undo_takes_it_away(
    page, press, added, log
):
    page.tables.tabs.open("phases")
    page.show_moment(80.0)
    at = page.detail.cursor_s
    page.tables.phases.setFocus()
    press(Qt.Key.Key_Insert)
    QTest.keyClicks(page.window().focusWidget(), "Afterwards")
    press(Qt.Key.Key_Return, renews=True)
    assert added == [Phase(at, "part", "Afterwards")]
    bands = [(band.label, band.start_s, band.end_s) for band in page.review.bands]
    assert bands[1:] == [("Quiet", 60.0, at), ("Afterwards", at, page.review.duration_s)]
    page.setFocus()
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert len(page.review.bands) == 2
    press(Qt.Key.Key_Y, CTRL, renews=True)
    assert [band.label for band in page.review.bands][2:] == ["Afterwards"]
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert amended([*log, *added]) == log


def test_no_phase_can_be_added_within_a_trial(open_review, exposure, source_of, light):
    page = open_review(light, source_of(exposure))
    page.show_moment(190.0)
    assert not page.tables.phased.add.isEnabled()
    page.show_moment(500.0)
    assert page.tables.phased.add.isEnabled()


def test_ins_adds_a_marker_with_a_name_without_a_cursor_at_the_start_of_the_stretch(
    page, press, added
):
    page.tables.tabs.open("markers")
    page.shown.show(30.0, 60.0)
    page.tables.markers.setFocus()
    press(Qt.Key.Key_Insert)
    QTest.keyClicks(page.window().focusWidget(), "yawn")
    press(Qt.Key.Key_Return, renews=True)
    assert added == [Marker(30.0, "yawn", "mark")]


def write_note(page, press, text: str) -> None:
    page.setFocus()
    press(Qt.Key.Key_N)
    QTest.keyClicks(page.window().focusWidget(), text)
    press(Qt.Key.Key_Return, renews=True)


def texts(page: ReviewPage) -> list[str]:
    return [note.text for note in page.notes.notes]


def test_a_note_is_changed_and_removed_and_both_are_undone(page, press, added, log):
    write_note(page, press, "Sat up")
    write_note(page, press, "Hands warm.")
    first = page.notes.list.rows[0]
    first.setFocus()
    assert first.remove.isVisible()
    press(Qt.Key.Key_F2)
    field = page.window().focusWidget()
    assert field.text() == "Sat up"
    QTest.keyClicks(field, " straight.")
    press(Qt.Key.Key_Return, renews=True)
    assert texts(page) == ["Sat up straight.", "Hands warm."]
    page.notes.list.rows[0].setFocus()
    press(Qt.Key.Key_Down)
    assert page.window().focusWidget() is page.notes.list.rows[1]
    press(Qt.Key.Key_Delete, renews=True)
    assert texts(page) == ["Sat up straight."]
    page.setFocus()
    press(Qt.Key.Key_Z, CTRL, renews=True)
    assert texts(page) == ["Sat up straight.", "Hands warm."]
    for left in (["Sat up", "Hands warm."], ["Sat up"], []):
        press(Qt.Key.Key_Z, CTRL, renews=True)
        assert texts(page) == left
    press(Qt.Key.Key_Y, CTRL, renews=True)
    assert texts(page) == ["Sat up"]
    assert sum(isinstance(event, Note) for event in added) == 2
    assert amended([*log, *added]) == [*log, Note(0.0, "Sat up")]


def test_esc_leaves_the_words_of_a_note_as_they_are(page, press, added):
    write_note(page, press, "Sat up")
    page.notes.list.rows[0].setFocus()
    press(Qt.Key.Key_F2)
    QTest.keyClicks(page.window().focusWidget(), " straight.")
    press(Qt.Key.Key_Escape)
    assert texts(page) == ["Sat up"]
    assert len(added) == 1


def test_what_a_client_said_is_no_note_to_change(open_review, exposure, source_of, light):
    page = open_review(light, source_of(exposure))
    own = {row.note.text: row.focusPolicy() for row in page.notes.list.rows}
    assert own["It got less by itself."] == Qt.FocusPolicy.NoFocus
    assert own["Held on to the chair. Next time: hands free."] == Qt.FocusPolicy.StrongFocus


def test_what_was_added_is_there_when_the_session_is_opened_again(
    page, press, added, log, open_review, source_of, light
):
    put_cursor_on(page, 30)
    press(Qt.Key.Key_X, renews=True)
    again = open_review(light, source_of([*log, *added]))
    assert again.review.heart.kinds[30] == "excluded"
    assert again.editing.edits.last is None
