"""The demo of exposure: it runs by itself, is kept as a session, and says that it is simulated."""

import pytest

from coherence_desktop.events import Beat, Device, Note, Rating, TrialEndReason
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.ui.demo.trials import DemoTrials
from coherence_desktop.ui.session.live_session import LiveSession
from coherence_desktop.ui.theme import Theme

SPEED = 80.0


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "demo.db", RandomKey()) as opened:
        yield opened


@pytest.fixture
def demo(qtbot, library):
    """The trials, and the session that they run in."""
    trials = DemoTrials("Demonstration", "A simulated person")
    session = LiveSession(
        Theme(),
        trials.practice,
        lambda pacer: trials.person(lambda t: t * float("nan")),
        source="simulation",
        library=library,
        title="Demonstration",
        speed=SPEED,
        make_page=trials.make_page,
    )
    qtbot.addWidget(session.page)
    yield trials, session
    trials.stop()
    session.finish_now()


def test_a_trial_comes_to_its_sensation_by_itself(qtbot, demo, library):
    trials, session = demo
    qtbot.waitUntil(lambda: trials.practice.state.phase == "stay", timeout=15_000)
    session.finish_now()
    log = library.events(session.running.session_id)
    (trial,) = trials_of(log)
    assert [phase.name for phase in trial.phases] == ["predict", "baseline", "induce", "stay"]
    assert trial.end_reason is TrialEndReason.SESSION_ENDED
    assert trial.started.exercise_name == "Running in place"
    assert trial.answered("fear")
    assert trial.ratings_on("distress")
    bpm = {
        name: max(60000.0 / beat.rr_ms for beat in log if _within(beat, trial.phase(name)))
        for name in ("baseline", "induce")
    }
    assert bpm["induce"] > bpm["baseline"] + 25.0


def test_what_is_simulated_says_so(qtbot, demo, library):
    trials, session = demo
    qtbot.waitUntil(lambda: "distress" in trials.practice.state.ratings, timeout=15_000)
    session.finish_now()
    log = library.events(session.running.session_id)
    assert log[0].source == "simulation"
    assert next(event for event in log if isinstance(event, Device)).name == "Simulated person"
    assert any(isinstance(event, Note) and "simulated" in event.text for event in log)
    assert any(isinstance(event, Rating) for event in log)


def test_a_person_may_begin_the_trial_without_waiting(qtbot, demo):
    trials, session = demo
    trials.stop()
    assert trials.practice.state.trials == 0
    session.page.next_step_asked.emit()
    qtbot.waitUntil(lambda: trials.practice.state.trials == 1, timeout=2000)


def _within(event, phase) -> bool:
    return isinstance(event, Beat) and phase.start_s < event.t <= phase.end_s
