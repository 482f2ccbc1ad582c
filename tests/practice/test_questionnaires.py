"""Questionnaires: items as published, totals by hand, and what is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.practice.questionnaires import load_questionnaires

BUNDLED = load_questionnaires().by_id


def answers(values: str) -> dict[str, int]:
    """One digit an item; a dot leaves it out."""
    return {str(n): int(v) for n, v in enumerate(values, 1) if v != "."}


def test_the_bundled_ones_have_their_published_items_and_ranges():
    assert not load_questionnaires().problems
    found = {one.name: (len(one.items), one.highest) for one in BUNDLED.values()}
    assert found == {"PHQ-15": (15, 30), "PHQ-9": (9, 27), "GAD-7": (7, 21)}
    assert all("doi" in one.source and "No permission" in one.licence for one in BUNDLED.values())


@pytest.mark.parametrize(
    ("id_", "given_", "total", "band"),
    [
        ("phq9", "000000000", 0, "minimal"),
        ("phq9", "111110000", 5, "mild"),
        ("phq9", "222220000", 10, "moderate"),
        ("phq9", "333330000", 15, "moderately severe"),
        ("phq9", "333333200", 20, "severe"),
        ("gad7", "1111000", 4, "minimal"),
        ("gad7", "3333300", 15, "severe"),
        ("phq15", "111100000000000", 4, "minimal"),
        ("phq15", "222222220000000", 16, "high"),
    ],
)
def test_totals_and_bands_are_the_published_ones(id_, given_, total, band):
    score = BUNDLED[id_].score(answers(given_))
    assert (score.total, score.band) == (total, band)


def test_one_item_left_out_is_stood_in_for_by_the_mean_of_the_others():
    # 8 items with 12 points: 12 * 9 / 8 = 13.5, rounded to 14
    score = BUNDLED["phq9"].score(answers("33330000."))
    assert (score.total, score.missing) == (14, ("9",))


def test_with_more_than_one_in_five_left_out_there_is_no_total():
    assert BUNDLED["phq9"].score(answers("3333000..")).total is None
    assert BUNDLED["gad7"].score(answers("22222..")).total is None
    # PHQ-15: three of fifteen are one in five
    assert BUNDLED["phq15"].score(answers("111111111111...")).total == 15
    assert BUNDLED["phq15"].score({}).total is None


def test_the_item_that_is_not_for_everyone_counts_nothing_and_is_not_missing():
    score = BUNDLED["phq15"].score(answers("111.11111111111"))
    assert (score.total, score.missing) == (14, ())


@pytest.mark.parametrize(("last", "told"), [("0", False), (".", False), ("1", True), ("3", True)])
def test_item_9_above_zero_is_told_whatever_the_total(last, told):
    notice = BUNDLED["phq9"].notice_for(answers("00000000" + last))
    assert (notice is not None) == told
    if notice is not None:
        assert "{answer}" not in notice.clinician
        assert "Talk to someone today" in notice.person


def test_no_other_questionnaire_has_a_notice():
    assert BUNDLED["gad7"].notice_for(answers("3333333")) is None


@given(st.lists(st.sampled_from("0123."), min_size=9, max_size=9).map("".join))
def test_any_answers_have_a_total_in_range_or_none(values):
    phq9 = BUNDLED["phq9"]
    score = phq9.score(answers(values))
    assert (score.total is None) == (values.count(".") > 1)
    if score.total is not None:
        assert 0 <= score.total <= phq9.highest
        assert score.band


GOOD = """
name = "Mine"
title = "Mine"
stem = "How was it?"
source = "own"
licence = "own"
[[option]]
value = 0
text = "No"
[[option]]
value = 1
text = "Yes"
[[item]]
id = "a"
text = "Tired"
"""


def test_own_files_load_beside_the_bundled_ones_and_may_not_take_their_place(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD)
    (tmp_path / "phq9.toml").write_text(GOOD)
    loaded = load_questionnaires(extra=tmp_path)
    assert loaded.by_id["mine"].own
    assert loaded.by_id["mine"].score({"a": 1}).total == 1
    assert not loaded.by_id["phq9"].own
    assert [problem.file for problem in loaded.problems] == ["phq9.toml"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("value = 1", "value = 0", "the same value"),
        ('name = "Mine"', 'name = " "', "must not be empty"),
        ("[[item]]", "[[band]]\nfrom = 5\nname = 'x'\n[[band]]\nfrom = 1\nname = 'y'\n[[item]]",
         "in order"),
        ('id = "a"', "", "id"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_its_reason_and_the_others_load(tmp_path, old, new, why):
    (tmp_path / "bad.toml").write_text(GOOD.replace(old, new, 1))
    (tmp_path / "good.toml").write_text(GOOD)
    loaded = load_questionnaires(tmp_path)
    assert list(loaded.by_id) == ["good"]
    assert why in loaded.problems[0].message
