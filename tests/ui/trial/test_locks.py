"""What waits for a sign-off is asked of the chart again when a trial is to start."""

from datetime import date
from pathlib import Path

import pytest

from coherence_desktop.chart import Identified, Screened, SignedOff, Step
from coherence_desktop.events import Marker
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.ui.session.trial_plan import EXERCISE_GONE, Locks, planned_trial

NOW = "2026-11-23T10:00:00+00:00"
COFFEE = """
name = "Strong coffee"
instructions = ["Drink the cup."]
default_s = 300
min_s = 60
max_s = 900
"""


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(
        "coherence_desktop.ui.session.trial_plan.own_content",
        lambda *parts: tmp_path.joinpath(*parts),
    )
    (tmp_path / "exercises").mkdir()
    return tmp_path / "exercises"


@pytest.fixture
def charts(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield Charts(library)


@pytest.fixture
def client(charts) -> str:
    """Somebody whose heart concerns running."""
    answers = dict.fromkeys((question.id for question in load_screening().questions), False)
    screened = Screened(NOW, answers={**answers, "heart": True})
    return charts.add([Identified(NOW, name="M-014"), screened])


def trial(charts, client, exercise_id: str):
    step = Step(id="1", title="A step", exercise_id=exercise_id)
    return planned_trial(Locks(charts, client).read(), step, today=date(2026, 11, 23))


def test_a_sign_off_during_the_session_opens_the_exercise(own, charts, client):
    locks = Locks(charts, client)
    locks.read()
    running = trial(charts, client, "running_in_place")
    assert "the heart" in locks.refuses(running)
    assert "running_in_place" in locks
    signed = SignedOff(
        NOW, "Dr Example", exercise_id="running_in_place", concerns=("heart",), reason="Spoken."
    )
    charts.append(client, signed)
    assert locks.refuses(running) == ""
    assert "running_in_place" not in locks


def test_another_answer_during_the_session_locks_it(own, charts, client):
    locks = Locks(charts, client)
    locks.read()
    spinning = trial(charts, client, "spinning")
    assert locks.refuses(spinning) == ""
    charts.append(client, Screened(NOW, answers={"vestibular": True}))
    assert locks.refuses(spinning)
    assert "spinning" in locks


def test_an_exercise_whose_file_went_bad_does_not_start_as_something_else(own, charts, client):
    (own / "coffee.toml").write_text(COFFEE, encoding="utf-8")
    locks = Locks(charts, client)
    locks.read()
    assert locks.refuses(trial(charts, client, "coffee")) == ""
    (own / "coffee.toml").write_text("name = [", encoding="utf-8")
    assert locks.refuses(trial(charts, client, "coffee")) == EXERCISE_GONE


def test_of_a_client_deleted_elsewhere_the_last_state_holds(own, charts, client):
    locks = Locks(charts, client)
    locks.read()
    running = trial(charts, client, "running_in_place")
    spinning = trial(charts, client, "spinning")
    charts.delete(client)
    assert locks.refuses(running)
    assert locks.refuses(spinning) == ""


def test_steps_from_daily_life_and_other_commands_are_never_refused(own, charts, client):
    locks = Locks(charts, client)
    locks.read()
    assert locks.refuses(trial(charts, client, "")) == ""
    assert locks.refuses(Marker(1.0, "Dizzy", "d")) == ""
