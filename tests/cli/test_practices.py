"""The command that lists what can be practised, as a script sees it."""

from pathlib import Path

import pytest

OWN = """name = "Evening kindness"
about = "A line."
duration_s = 90
[[step]]
kind = "text"
id = "arrive"
title = "Arrive"
words = ["Sit down."]
"""


@pytest.fixture
def own(env) -> Path:
    folder = Path(env["XDG_DATA_HOME"]) / "coherence-desktop" / "content" / "practices"
    folder.mkdir(parents=True)
    (folder / "evening.toml").write_text(OWN, encoding="utf-8")
    return folder


def test_breathing_assessments_and_compassion_are_listed_with_kind_and_length(run):
    ended = run("practices", "--json")
    assert (ended.code, ended.stderr) == (0, "")
    assert list(ended.json) == ["practices"]
    rows = {row["id"]: row for row in ended.json["practices"]}
    assert len(rows) == len(ended.json["practices"]), "an id names one practice"
    assert rows["flare_up"] == {
        "id": "flare_up",
        "name": "When it flares up",
        "kind": "compassion",
        "duration_s": 60.0,
    }
    assert rows["resonance"]["kind"] == "breathing"
    assert rows["resting"]["kind"] == "assessment"
    assert sum(row["kind"] == "compassion" for row in rows.values()) == 7
    assert all(row["duration_s"] > 0 for row in rows.values())


def test_own_practices_are_listed_and_a_bad_file_is_told_on_stderr(run, own):
    (own / "bad.toml").write_text(OWN.replace('"text"', '"dance"'), encoding="utf-8")
    ended = run("practices", "--json")
    assert ended.code == 0
    assert "evening" in [row["id"] for row in ended.json["practices"]]
    assert "bad" not in [row["id"] for row in ended.json["practices"]]
    assert ended.stderr.startswith("bad.toml, line 5: kind must be one of text")
    assert ended.stderr.count("\n") == 1


def test_people_get_a_table(run):
    ended = run("practices")
    assert ended.code == 0
    assert "soothing_sentence" in ended.stdout
    assert "2 min" in ended.stdout


def test_a_demo_of_an_unknown_practice_is_refused_before_a_window_opens(run):
    ended = run("demo", "--practice", "levitation")
    assert ended.code != 0
    assert ended.stderr.count("\n") == 1
    assert "levitation" in ended.stderr


@pytest.mark.parametrize("name", ["flare_up", "Three minds", "box", "deep_breathing"])
def test_a_demo_of_a_practice_runs_off_screen_and_makes_a_picture(run, tmp_path, name):
    picture = tmp_path / "demo.png"
    options = ("--seconds", "3", "--speed", "10", "--screenshot", picture, "--json")
    ended = run("demo", "--practice", name, *options, QT_QPA_PLATFORM="offscreen")
    assert ended.code == 0, ended.stderr
    assert ended.json == {"screenshot": str(picture)}
    assert picture.stat().st_size > 5000
