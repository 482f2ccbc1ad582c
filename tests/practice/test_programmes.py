"""Compassion practices are files that people can read and add to."""

import re
from pathlib import Path

import pytest

from coherence_desktop.practice.programme_steps import (
    BreathingStep,
    CheckInStep,
    ImageryStep,
    Keep,
    Line,
    Step,
    WritingStep,
)
from coherence_desktop.practice.programmes import CompassionPractice, load_programmes

BUNDLED = load_programmes().practices
OWN = """name = "Evening kindness"
about = "A line."
order = 15
duration_s = 100
ratings = ["kindness"]
[[step]]
kind = "writing"
id = "good"
title = "What was good?"
question = "good_today"
[[step]]
kind = "breathing"
id = "breathe"
title = "Breathe"
pattern = "five_five"
seconds = 44
own = "good_today"
[[step]]
kind = "imagery"
id = "picture"
title = "A picture"
lines = [{ seconds = 20, words = "One." }, { seconds = 25.5, words = "Two." }]
[[step]]
kind = "check_in"
id = "now"
title = "Now"
scales = [{ id = "warmth", title = "Warmth" }]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "practices"
    folder.mkdir()
    (folder / "evening.toml").write_text(OWN, encoding="utf-8")
    return folder


def words_of(practice: CompassionPractice) -> str:
    said = [practice.name, practice.about, *practice.closing]
    for step in practice.steps:
        said += [step.title, *step.words]
        match step:
            case BreathingStep():
                said.append(step.out_words)
            case ImageryStep():
                said += [line.words for line in step.lines]
            case WritingStep():
                said.append(step.hint)
            case _:
                pass
    return "\n".join(said)


def test_the_bundled_practices_are_usable_and_in_order():
    assert load_programmes().problems == ()
    assert [practice.id for practice in BUNDLED] == [
        "soothing_sentence",
        "three_minds",
        "kind_figure",
        "safe_place",
        "kind_letter",
        "flare_up",
        "symptom_as_signal",
    ]
    assert not any(practice.own for practice in BUNDLED)


def test_the_smallest_ones_take_two_minutes_and_one():
    by_id = load_programmes().by_id
    assert by_id["soothing_sentence"].duration_s == 120
    assert by_id["flare_up"].duration_s == 60
    assert sum(step.target_s or 0.0 for step in by_id["flare_up"].steps) == 60


def test_the_own_sentence_is_written_before_it_is_breathed():
    soothing = load_programmes().by_id["soothing_sentence"]
    breathe = soothing.step("breathe")
    assert isinstance(breathe, BreathingStep)
    asked = next(step for step in soothing.steps if isinstance(step, WritingStep))
    assert (breathe.own, asked.keep) == (asked.question, Keep.SENTENCE)
    assert breathe.out_words


def test_the_letter_is_kept_as_a_private_letter():
    letter = load_programmes().by_id["kind_letter"].step("letter")
    assert isinstance(letter, WritingStep)
    assert (letter.keep, letter.private) == (Keep.LETTER, True)


def test_the_three_minds_are_each_heard():
    loudness = load_programmes().by_id["three_minds"].step("loudness")
    assert isinstance(loudness, CheckInStep)
    assert [(scale.id, scale.maximum) for scale in loudness.scales] == [
        ("threat_detector", 10),
        ("observer", 10),
        ("compassionate_self", 10),
    ]


@pytest.mark.parametrize("practice", BUNDLED, ids=lambda each: each.id)
def test_a_bundled_practice_asks_the_same_before_and_after(practice: CompassionPractice):
    first, last = practice.steps[0], practice.steps[-1]
    assert isinstance(first, CheckInStep)
    assert isinstance(last, CheckInStep)
    assert (first.id, last.id) == ("before", "after")
    assert first.scales == last.scales
    assert practice.closing


@pytest.mark.parametrize("practice", BUNDLED, ids=lambda each: each.id)
def test_a_bundled_practice_neither_shouts_nor_preaches(practice: CompassionPractice):
    said = words_of(practice).casefold()
    assert "!" not in said
    assert not re.search(r"\b(must|should|always remember|try harder|fail|score|streak)\b", said)


def test_a_practice_of_ones_own_stands_beside_the_bundled_ones(own):
    found = load_programmes(extra=own)
    assert found.problems == ()
    assert [practice.id for practice in found.practices][:2] == ["soothing_sentence", "evening"]
    evening = found.by_id["evening"]
    assert evening.own
    assert [step.id for step in evening.steps] == [
        *("before", "good", "breathe", "picture", "now", "after")
    ]
    picture = evening.step("picture")
    assert isinstance(picture, ImageryStep)
    assert picture.lines == (Line(20.0, "One."), Line(25.5, "Two."))
    assert [picture.line_at(s) for s in (0.0, 19.9, 20.0, 45.0, 99.0)] == [0, 0, 1, 1, 1]


def test_breathing_takes_whole_breaths(own):
    breathe: Step | None = load_programmes(extra=own).by_id["evening"].step("breathe")
    assert breathe is not None
    assert breathe.target_s == 40.0


def test_a_folder_of_ones_own_need_not_exist(tmp_path):
    assert len(load_programmes(extra=tmp_path / "absent").practices) == len(BUNDLED)


def test_a_bundled_practice_is_not_replaced_by_one_of_the_same_name(own):
    (own / "flare_up.toml").write_text(OWN, encoding="utf-8")
    found = load_programmes(extra=own)
    assert found.by_id["flare_up"].name == "When it flares up"
    (problem,) = found.problems
    assert problem.message.startswith("flare_up.toml: there is a practice of that name already")


@pytest.mark.parametrize(
    ("line", "wrong", "at", "why"),
    [
        ('name = "Evening kindness"', 'name = " "', 1, "name must not be empty"),
        ('about = "A line."', "", None, "missing required field `about`"),
        ("duration_s = 100", "duration_s = -1", 4, "duration_s must be more than 0"),
        ("duration_s = 100", "duration_s = 60", 4, "timed steps take 89.5 s, which is longer"),
        ('["kindness"]', '["fitness"]', 5, "ratings may hold each of self_blame, kindness"),
        ("order = 15", "streak = 15", 3, "unknown field `streak`"),
        ('kind = "writing"', 'kind = "test"', 7, "kind must be one of text, breathing, imagery"),
        ('id = "good"', 'id = "done"', 8, 'the id "done" is used by the app itself'),
        ('id = "good"', 'id = "breathe"', 13, 'the id "breathe" is used already'),
        ('id = "good"', 'id = "Good one"', 8, "id must be small letters"),
        ('title = "What was good?"', "title = 3", 9, "title: Expected `str`"),
        ('question = "good_today"', 'question = "other"', 17, 'asks the question "good_today"'),
        ('pattern = "five_five"', 'pattern = "panting"', 15, 'no breathing pattern "panting"'),
        ("seconds = 44", "seconds = inf", 16, "at most 1800, not inf"),
        ('words = "Two."', 'words = " "', 22, "lines must not hold an empty text"),
        ('title = "Warmth"', 'title = "Warmth", maximum = 7', 27, "to 10 or 100, not 7"),
        ('[{ id = "warmth", title = "Warmth" }]', "[]", 27, "scales must hold at least one"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason_and_the_others_still_load(
    own, line, wrong, at, why
):
    assert line in OWN
    (own / "bad.toml").write_text(OWN.replace(line, wrong, 1), encoding="utf-8")
    found = load_programmes(extra=own)
    assert len(found.practices) == len(BUNDLED) + 1
    (problem,) = found.problems
    assert problem.file == "bad.toml"
    assert why in problem.why
    assert problem.line == at
