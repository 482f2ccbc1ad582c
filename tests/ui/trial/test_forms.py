"""What is asked before and after a trial, and that nothing written is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.events import Answer, Phase, Rating, TrialEnded
from coherence_desktop.ui.forms import own_words, settling


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(settling, "SETTLE_MS", 60)


@pytest.fixture
def predicting(stage, qtbot):
    stage.begin()
    qtbot.waitUntil(stage.page.body.predict.fear.hasFocus)
    return stage


@pytest.fixture
def learning(stage):
    stage.begin()
    stage.predicted()
    stage.until("learn")
    stage.wait(0.5)
    return stage


def test_by_keyboard_alone_through_the_prediction(predicting, qtbot):
    stage = predicting
    stage.t += 1.0
    qtbot.keyClicks(stage.page.body.predict.fear, "I will faint")
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_4)
    stage.press(Qt.Key.Key_Tab)
    stage.press(Qt.Key.Key_6)
    stage.press(Qt.Key.Key_Up)
    stage.press(Qt.Key.Key_Tab)
    stage.press(Qt.Key.Key_Return)
    assert stage.of(Answer) == [Answer(stage.t, "fear", "I will faint")]
    assert {(one.scale, one.value) for one in stage.of(Rating)} == {
        ("expected_likelihood", 40.0),
        ("expected_distress", 61.0),
    }
    assert stage.state.phase == "baseline"
    words = "\u201cI will faint\u201d 40 % likely, distress 61"
    assert stage.page.body.fear.words == words


def test_what_is_written_is_kept_when_writing_rests(predicting, qtbot, monkeypatch):
    stage = predicting
    fear = stage.page.body.predict.fear
    fear._idle.setInterval(20)
    qtbot.keyClicks(fear, "half a sen")
    qtbot.waitUntil(lambda: [one.text for one in stage.of(Answer)] == ["half a sen"])
    assert fear.hasFocus()
    qtbot.keyClicks(fear, "tence")
    qtbot.waitUntil(lambda: stage.of(Answer)[-1].text == "half a sentence")
    assert own_words.IDLE_MS < 5000


def test_words_that_were_just_written_count_before_the_next_phase(predicting, qtbot):
    stage = predicting
    qtbot.keyClicks(stage.page.body.predict.fear, "I faint")
    stage.page.steering.next_phase()
    kinds = [type(event) for event in stage.log]
    assert kinds.index(Answer) < len(kinds) - 1 - kinds[::-1].index(Phase)
    assert stage.state.answers["fear"] == "I faint"


def test_words_told_from_elsewhere_are_shown_and_never_overwritten_by_nothing(predicting):
    stage = predicting
    stage.predicted()
    assert stage.page.body.predict.fear.text == "My heart will race until I collapse"
    stage.page.setFocus()
    stage.page.steering.next_phase()
    assert [one.text for one in stage.of(Answer)] == ["My heart will race until I collapse"]


def test_by_mouse_and_keyboard_through_what_was_learned(learning, qtbot):
    stage = learning
    learn = stage.page.body.learn
    segments = learn.occurred._segments
    qtbot.mouseClick(segments[2], Qt.MouseButton.LeftButton)
    learn.peak.setFocus()
    stage.press(Qt.Key.Key_7)
    learn.learned.setFocus()
    qtbot.keyClicks(learn.learned, "It passed")
    learn.likelihood.setFocus()
    stage.press(Qt.Key.Key_1)
    learn.confidence.setFocus()
    stage.press(Qt.Key.Key_8)
    stage.press(Qt.Key.Key_Tab)
    stage.press(Qt.Key.Key_Return)
    assert stage.of(Answer)[-2:] == [
        Answer(stage.t, "occurred", "no"),
        Answer(stage.t, "learned", "It passed"),
    ]
    rated = {one.scale: one.value for one in stage.of(Rating)}
    assert rated["peak_distress"] == 70.0
    assert rated["likelihood_next"] == 10.0
    assert rated["confidence"] == 80.0
    assert len(stage.of(TrialEnded)) == 1
    assert stage.state.trial is None


def test_nothing_is_answered_before_someone_answers(learning):
    learn = learning.page.body.learn
    assert learn.occurred.current == -1
    assert all(slider.rating.value is None for slider in (learn.peak, learn.confidence))
    learning.page.steering.next_phase()
    assert not [one for one in learning.of(Answer) if one.question != "fear"]


def test_the_next_trial_finds_the_forms_empty(learning):
    stage = learning
    stage.tell(
        Answer(stage.t, "occurred", "partly"),
        Answer(stage.t, "learned", "It passed"),
        Rating(stage.t, "confidence", 70.0),
    )
    learn = stage.page.body.learn
    assert learn.occurred.current == 1
    stage.page.steering.next_phase()
    stage.page.steering.again()
    stage.until("learn")
    assert learn.occurred.current == -1
    assert learn.learned.text == ""
    assert learn.confidence.rating.value is None
    assert stage.page.body.predict.fear.text == ""


def test_a_stopped_trial_can_still_be_learned_from(stage):
    stage.begin()
    stage.until("stay")
    stage.page.steering.stop()
    stage.wait(0.5)
    assert stage.page.body.learn.isVisible()
    assert not stage.page.body.stop.isVisible()
    QTest.keyClicks(stage.page.body.learn.learned, "I can stop")
    stage.page.steering.next_phase()
    assert [one.text for one in stage.of(Answer)] == ["I can stop"]
    assert stage.state.trial is None
