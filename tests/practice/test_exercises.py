"""Exercises, the screening and ideas for steps are files that clinicians can read and add to."""

from pathlib import Path

import pytest

from coherence_desktop.practice.exercises import Exercise, load_exercises
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.practice.step_ideas import load_step_ideas

USUAL_S = {
    "fast_breathing": 60,
    "straw_breathing": 120,
    "breath_holding": 30,
    "running_in_place": 60,
    "step_ups": 60,
    "spinning": 60,
    "head_shaking": 30,
    "head_rush": 30,
    "whole_body_tension": 60,
    "chest_breathing": 60,
    "staring": 120,
    "throat_pressure": 30,
    "attention_to_heartbeat": 120,
}
CONCERNS = {
    "fast_breathing": {"heart", "asthma", "copd", "epilepsy", "pregnancy", "stroke"},
    "straw_breathing": {"heart", "asthma", "copd", "pregnancy"},
    "breath_holding": {"heart", "copd", "pregnancy"},
    "running_in_place": {"heart", "joints", "pregnancy", "hypertension"},
    "step_ups": {"heart", "joints", "pregnancy"},
    "spinning": {"vestibular", "neck", "epilepsy", "pregnancy"},
    "head_shaking": {"neck", "vestibular"},
    "head_rush": {"fainting", "hypertension", "back"},
    "whole_body_tension": {"hypertension", "heart", "hernia"},
    "chest_breathing": {"asthma", "copd"},
    "staring": set(),
    "throat_pressure": set(),
    "attention_to_heartbeat": set(),
}
COFFEE = """name = "Strong coffee"
instructions = ["Drink the cup.", "Sit back."]
order = 15
default_s = 300
min_s = 60
max_s = 900
sensations = ["palpitations"]
concerns = ["heart"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "coffee.toml").write_text(COFFEE, encoding="utf-8")
    return folder


def test_the_bundled_exercises_have_their_usual_durations_in_order():
    found = load_exercises()
    assert found.problems == ()
    assert {exercise.id: exercise.default_s for exercise in found.exercises} == USUAL_S
    assert list(found.by_id) == list(USUAL_S)


@pytest.mark.parametrize("exercise", load_exercises().exercises, ids=lambda each: each.id)
def test_a_bundled_exercise_is_concerned_by_what_is_dangerous_in_it(exercise: Exercise):
    assert set(exercise.concerns) >= CONCERNS[exercise.id]
    assert not exercise.own
    assert exercise.instructions
    assert exercise.sensations


def test_pain_in_the_chest_concerns_whatever_the_heart_concerns():
    for exercise in load_exercises().exercises:
        assert ("heart" in exercise.concerns) == ("chest_pain" in exercise.concerns)


def test_every_question_of_the_screening_concerns_some_exercise():
    screening = load_screening()
    concerns = {concern for each in load_exercises().exercises for concern in each.concerns}
    assert screening.problems == ()
    assert set(screening.by_id) == concerns
    assert [question.order for question in screening.questions] == list(range(18))


def test_only_attention_to_the_heartbeat_brings_nothing_on():
    without = [each.id for each in load_exercises().exercises if not each.induction]
    assert without == ["attention_to_heartbeat"]


def test_a_duration_is_brought_to_what_the_exercise_permits():
    straw = load_exercises().by_id["straw_breathing"]
    assert [straw.permitted(s) for s in (1.0, 75.0, 1e6)] == [straw.min_s, 75.0, straw.max_s]


def test_exercises_of_ones_own_stand_beside_the_bundled_ones(own):
    found = load_exercises(extra=own)
    assert found.problems == ()
    assert [exercise.id for exercise in found.exercises][:3] == [
        "fast_breathing",
        "coffee",
        "straw_breathing",
    ]
    coffee = found.by_id["coffee"]
    assert coffee.own
    assert coffee.instructions == ("Drink the cup.", "Sit back.")


def test_a_folder_of_ones_own_need_not_exist(tmp_path):
    assert len(load_exercises(extra=tmp_path / "absent").exercises) == 13


def test_a_bundled_exercise_is_not_replaced_by_one_of_the_same_name(own):
    (own / "spinning.toml").write_text(COFFEE, encoding="utf-8")
    found = load_exercises(extra=own)
    assert "vestibular" in found.by_id["spinning"].concerns
    (problem,) = found.problems
    assert problem.message.startswith("spinning.toml: there is an exercise of that name already")


@pytest.mark.parametrize(
    ("line", "wrong", "at", "why"),
    [
        ('name = "Strong coffee"', 'name = " "', 1, "name must not be empty"),
        ('name = "Strong coffee"', "", None, "missing required field `name`"),
        ("default_s = 300", "default_s = 30", 4, "from min_s to max_s (60 to 900), not 30"),
        ("default_s = 300", 'default_s = "long"', 4, "default_s: Expected `float`"),
        ("default_s = 300", "default_s = nan", 4, "not nan"),
        ("min_s = 60", "min_s = 0", 5, "min_s must be more than 0"),
        ("max_s = 900", "max_s = 50", 5, "min_s must not be more than max_s (50), but is 60"),
        ("max_s = 900", "max_s = 7200", 6, "at most 1800 s, not 7200"),
        ('["palpitations"]', '["palpitations", ""]', 7, "sensations must not hold an empty text"),
        ('["Drink the cup.", "Sit back."]', "[]", 2, "at least one sentence"),
        ('["heart"]', '["hart"]', 8, 'the screening asks nothing of the id "hart"'),
        ("order = 15", "intensity = 3", 3, "unknown field `intensity`"),
        ("order = 15", "order = [", None, ""),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason_and_the_others_still_load(
    own, line, wrong, at, why
):
    assert line in COFFEE
    (own / "bad.toml").write_text(COFFEE.replace(line, wrong), encoding="utf-8")
    found = load_exercises(extra=own)
    assert len(found.exercises) == 14
    (problem,) = found.problems
    assert problem.file == "bad.toml"
    assert why in problem.why
    if at is not None:
        assert problem.line == at


def test_questions_of_ones_own_are_asked_last_and_can_concern_own_exercises(own, tmp_path):
    extra = tmp_path / "screening.toml"
    extra.write_text(
        '[[question]]\nid = "sleep"\ntopic = "sleep"\ntext = "Is sleep bad?"\n'
        '[[question]]\nid = "heart"\ntopic = "x"\ntext = "x?"\n',
        encoding="utf-8",
    )
    (own / "coffee.toml").write_text(COFFEE.replace('"heart"', '"sleep"'), encoding="utf-8")
    screening = load_screening(extra=extra)
    assert screening.questions[-1].id == "sleep"
    assert screening.by_id["heart"].topic == "the heart"
    (problem,) = screening.problems
    assert (problem.line, problem.why) == (6, 'the id "heart" is used already')
    found = load_exercises(extra=own, concerns=screening.by_id)
    assert found.by_id["coffee"].concerns == ("sleep",)
    assert load_exercises(extra=own).problems[0].line == 8


def test_a_screening_file_that_cannot_be_read_leaves_the_bundled_questions(tmp_path):
    extra = tmp_path / "screening.toml"
    extra.write_text("[[question]", encoding="utf-8")
    screening = load_screening(extra=extra)
    assert len(screening.questions) == 18
    assert [problem.line for problem in screening.problems] == [1]


def test_ideas_for_steps_are_words_and_daily_life(tmp_path):
    ideas = load_step_ideas()
    assert ideas.problems == ()
    assert {"seated", "with the clinician"} <= set(ideas.variants)
    assert any("coffee" in idea.title for idea in ideas.daily)
    extra = tmp_path / "steps.toml"
    extra.write_text(
        '[[daily]]\ntitle = "Sauna"\n[[daily]]\ntitle = ""\n[[variant]]\nword = "x"\n',
        encoding="utf-8",
    )
    more = load_step_ideas(extra=extra)
    assert more.daily[-1].title == "Sauna"
    assert more.variants == ideas.variants
    assert [problem.line for problem in more.problems] == [4, 6]
