"""Patterns of one's own: kept as files that the app and a person can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.patterns import load_patterns, pattern_toml
from coherence_desktop.ui.patterns.own_patterns import (
    NameMissing,
    NameTaken,
    OwnPatterns,
    PatternNotKept,
)

EVENING = Pattern(4.0, 1.0, 7.0, 1.5, "Evening breath")


@pytest.fixture
def own(tmp_path) -> OwnPatterns:
    return OwnPatterns(tmp_path / "content" / "patterns")


def test_a_kept_pattern_is_offered_with_the_others(own):
    before = len(own.load().by_id)
    key = own.keep(EVENING)
    found = own.load()
    assert len(found.by_id) == before + 1
    assert found.by_id[key].pattern == EVENING
    assert found.by_id[key].own
    assert not found.by_id["box"].own
    assert found.problems == ()


def test_a_rate_is_kept_as_a_rate(own, tmp_path):
    key = own.keep(Pattern.from_rate(5.4, 0.45, "My pace"), by_rate=True)
    text = (tmp_path / "content" / "patterns" / f"{key}.toml").read_text("utf-8")
    assert "rate_per_min" in text
    assert own.load().by_id[key].by_rate
    assert own.load().by_id[key].pattern.rate_per_min == pytest.approx(5.4)


def test_a_changed_pattern_takes_the_place_of_its_file(own):
    key = own.keep(EVENING)
    slower = Pattern(4.0, 1.0, 8.0, 1.5, "Late evening")
    assert own.keep(slower, instead_of=key) == key
    assert own.load().by_id[key].pattern == slower


def test_a_name_is_given_once(own):
    own.keep(EVENING)
    with pytest.raises(NameTaken, match="EVENING breath"):
        own.keep(Pattern(5.0, 0.0, 5.0, 0.0, "EVENING  breath"))
    with pytest.raises(NameTaken):
        own.keep(Pattern(5.0, 0.0, 5.0, 0.0, "Box"))
    with pytest.raises(NameMissing):
        own.keep(Pattern(5.0, 0.0, 5.0, 0.0, "  "))


@pytest.mark.parametrize("name", ["呼吸", "Box!", "../../away", "a" * 200, "con"])
def test_any_name_gets_a_file_in_the_folder(own, tmp_path, name):
    key = own.keep(Pattern(5.0, 0.0, 5.0, 0.0, name))
    (file,) = (tmp_path / "content" / "patterns").iterdir()
    assert file.stem == key
    assert own.load().by_id[key].pattern.name == name


def test_a_deleted_pattern_is_gone_and_may_be_deleted_again(own):
    key = own.keep(EVENING)
    own.delete(key)
    own.delete(key)
    assert key not in own.load().by_id


def test_a_disk_that_refuses_is_told_and_nothing_is_half_written(tmp_path):
    (tmp_path / "patterns").write_text("a file where the folder should be")
    with pytest.raises(PatternNotKept, match="could not be written"):
        OwnPatterns(tmp_path / "patterns").keep(EVENING)


def test_a_file_with_a_bundled_name_is_refused_and_told(tmp_path):
    (tmp_path / "box.toml").write_text(pattern_toml(EVENING))
    found = load_patterns(extra=tmp_path)
    assert found.by_id["box"].pattern.name == "Box"
    assert [problem.file for problem in found.problems] == ["box.toml"]


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    parts=st.tuples(*[st.floats(1.25, 5.0)] * 4),
)
def test_what_is_written_is_read_back(tmp_path_factory, name, parts):
    folder = tmp_path_factory.mktemp("patterns")
    pattern = Pattern(*parts, name)
    (folder / "one.toml").write_text(pattern_toml(pattern), encoding="utf-8", newline="")
    assert load_patterns(folder).by_id["one"].pattern == pattern
