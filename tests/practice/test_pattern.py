import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.events import PacerChange
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.practice.patterns import load_patterns

rates = st.floats(3.0, 12.0)
shares = st.floats(0.2, 0.8)


@given(rates, shares)
def test_a_rate_and_a_share_make_a_breath_of_that_rate_and_share(rate, share):
    pattern = Pattern.from_rate(rate, share)
    assert pattern.rate_per_min == pytest.approx(rate)
    assert pattern.inhale_share == pytest.approx(share)
    assert pattern.hold_in_s == pattern.hold_out_s == 0.0


def test_breathing_in_takes_two_fifths_unless_told_otherwise():
    assert Pattern.from_rate(6.0).parts_s == pytest.approx((4.0, 0.0, 6.0, 0.0))


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ((math.nan, 0.0, 5.0, 0.0), "inhale_s"),
        ((5.0, -1.0, 5.0, 0.0), "hold_in_s"),
        ((5.0, 0.0, 0.2, 2.0), "exhale_s"),
        ((5.0, 0.0, 5.0, math.inf), "hold_out_s"),
        ((2.0, 0.0, 2.0, 0.0), "rate_per_min"),
        ((8.0, 4.0, 8.0, 4.0), "rate_per_min"),
    ],
)
def test_a_breath_that_cannot_be_paced_is_refused_with_the_part_and_value(parts, wrong):
    with pytest.raises(InvalidPattern) as refused:
        Pattern(*parts)
    assert refused.value.part == wrong
    if wrong != "rate_per_min":
        value = parts[("inhale_s", "hold_in_s", "exhale_s", "hold_out_s").index(wrong)]
        assert refused.value.value is value


@pytest.mark.parametrize("rate", [2.99, 12.01, math.nan, -6.0, 0.0])
def test_a_rate_outside_three_to_twelve_is_refused(rate):
    with pytest.raises(InvalidPattern, match="3 to 12 breaths a minute"):
        Pattern.from_rate(rate)


def test_a_step_is_a_tenth_keeps_the_proportions_and_drops_the_name():
    faster = Pattern(4.0, 0.0, 6.0, name="4 in, 6 out").stepped(0.1)
    assert faster.rate_per_min == pytest.approx(6.1)
    assert faster.inhale_share == pytest.approx(0.4)
    assert faster.name == ""


def test_steps_end_at_the_bounds():
    pattern, steps = Pattern.from_rate(11.5), 0
    while (faster := pattern.stepped(0.1)) is not None:
        pattern, steps = faster, steps + 1
    assert steps == 5
    assert pattern.rate_per_min == pytest.approx(12.0)
    assert Pattern.from_rate(3.0).stepped(-0.1) is None


@given(st.floats(0.5, 300.0), shares, st.floats(0.0, 0.5))
def test_a_pace_out_of_bounds_is_brought_to_the_nearer_bound(period_s, share, held):
    moving_s = period_s * (1.0 - held)
    asked = PacerChange(
        0.0,
        inhale_s=moving_s * share,
        hold_in_s=period_s * held,
        exhale_s=moving_s * (1.0 - share),
    )
    pattern = Pattern.nearest(asked)
    assert pattern.rate_per_min == pytest.approx(min(max(60.0 / period_s, 3.0), 12.0))
    assert pattern.inhale_share == pytest.approx(share)


def test_what_is_no_breath_at_all_has_no_nearest_pace():
    with pytest.raises(InvalidPattern):
        Pattern.nearest(PacerChange(0.0, inhale_s=0.0, exhale_s=60.0))


def test_an_event_gives_back_the_pattern_that_it_was_made_from():
    pattern = Pattern(4.0, 1.0, 6.0, 0.5, "mine")
    assert Pattern.of(pattern.change_at(12.5)) == pattern


def test_all_bundled_presets_load_and_cover_what_clinicians_expect():
    presets = load_patterns()
    assert presets.problems == ()
    assert list(presets.by_id) == [
        "resonance",
        "six_a_minute",
        "five_five",
        "four_six",
        "extended_exhale",
        "soothing_rhythm",
        "box",
    ]
    assert presets.by_id["six_a_minute"].pattern.rate_per_min == pytest.approx(6.0)
    assert presets.by_id["box"].pattern.parts_s == (4.0, 4.0, 4.0, 4.0)
    extended = presets.by_id["extended_exhale"].pattern
    assert extended.exhale_s > 1.5 * extended.inhale_s
    assert all(preset.pattern.name and preset.about for preset in presets.by_id.values())


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('name = "A"\nrate_per_min = 20\n', 2, "3 to 12"),
        ('name = "A"\n\ninhale_s = 4\nexhale_s = -6\n', 4, "exhale_s must be at least"),
        ('name = "A"\nrate_per_min = "six"\n', 2, "rate_per_min"),
        ('name = "A"\nrate_per_min = 6\ncolour = "red"\n', 3, "colour"),
        ('name = "A"\nrate_per_min = 6\ninhale_s = 4\n', 2, "not both"),
        ('name = "A"\ninhale_s = 4\nexhale_s = 6\ninhale_share = 0.4\n', 4, "rate_per_min only"),
        ('name = "A"\ninhale_s = 4\n', 1, "inhale_s and exhale_s"),
        ("rate_per_min = 6\n", None, "name"),
        ('name = "A\nrate_per_min = 6\n', 1, "Illegal character"),
        ('name = "A"\nrate_per_min = \n', 2, "Invalid value"),
    ],
)
def test_a_bad_file_is_told_by_line_and_reason_and_the_others_still_load(
    tmp_path, text, line, why
):
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    (tmp_path / "good.toml").write_text('name = "Good"\nrate_per_min = 5.5\n', encoding="utf-8")
    presets = load_patterns(tmp_path)
    assert list(presets.by_id) == ["good"]
    (problem,) = presets.problems
    assert (problem.file, problem.line) == ("bad.toml", line)
    assert why in problem.message
    assert "bad.toml" in problem.message


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    presets = load_patterns(tmp_path)
    assert [problem.why for problem in presets.problems] == ["it is not text in UTF-8"]


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    (problem,) = load_patterns(tmp_path).problems
    assert "cannot be read" in problem.message
