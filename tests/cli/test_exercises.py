"""The command that lists exercises, as a script sees it."""

from pathlib import Path

import pytest

COFFEE = """
name = "Strong coffee"
instructions = ["Drink the cup."]
default_s = 300
min_s = 60
max_s = 900
sensations = ["palpitations"]
concerns = ["heart", "sleep"]
"""
SLEEP = '[[question]]\nid = "sleep"\ntopic = "sleep"\ntext = "Is sleep bad?"\n'


@pytest.fixture
def own(env) -> Path:
    folder = Path(env["XDG_DATA_HOME"]) / "coherence-desktop" / "content"
    (folder / "exercises").mkdir(parents=True)
    return folder


def test_the_bundled_exercises_are_listed_with_durations_sensations_and_concerns(run):
    ended = run("exercises", "--json")
    assert (ended.code, ended.stderr) == (0, "")
    assert list(ended.json) == ["exercises"]
    assert len(ended.json["exercises"]) == 13
    assert ended.json["exercises"][1] == {
        "id": "straw_breathing",
        "name": "Straw breathing",
        "default_s": 120.0,
        "max_s": 180.0,
        "sensations": ["breathlessness", "choking"],
        "concerns": ["heart", "chest_pain", "asthma", "copd", "pregnancy"],
    }


def test_own_exercises_and_questions_are_used_and_a_bad_file_is_told_on_stderr(run, own):
    (own / "exercises" / "coffee.toml").write_text(COFFEE, encoding="utf-8")
    (own / "exercises" / "tea.toml").write_text(
        COFFEE.replace("max_s = 900", "max_s = 100"), encoding="utf-8"
    )
    (own / "screening.toml").write_text(SLEEP, encoding="utf-8")
    ended = run("exercises", "--json")
    assert ended.code == 0
    ids = [exercise["id"] for exercise in ended.json["exercises"]]
    assert len(ids) == 14
    assert "coffee" in ids
    assert ended.stderr.startswith("tea.toml, line 4: default_s must be from min_s to max_s")
    assert ended.stderr.count("\n") == 1


def test_people_get_a_table(run):
    ended = run("exercises")
    assert ended.code == 0
    assert "attention_to_heartbeat" in ended.stdout
    assert "heart_rate_medication" in "".join(ended.stdout.split())
    assert "180 s" in ended.stdout
