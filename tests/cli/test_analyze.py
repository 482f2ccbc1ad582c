"""`analyze`: the numbers, their quality, and what is absent."""

import json

import pytest


@pytest.fixture(scope="module")
def reference(recordings):
    return json.loads((recordings / "reference.json").read_text())


def flat(measured: dict) -> dict[str, float]:
    """Measures by the names of the reference values."""
    prefix = {"welch": "welch_", "lomb": "lomb_", "coherence": "coherence_"}
    return {
        prefix.get(group, "") + key: value
        for group in ("time", "welch", "lomb", "nonlinear", "coherence")
        for key, value in measured[group].items()
    }


@pytest.mark.parametrize("name", ["physio_1", "hrv_rest_5min", "pyhrv_short"])
def test_uncorrected_measures_are_those_of_the_reference(run, recordings, reference, name):
    found = flat(run("analyze", "--no-correct", "--json", recordings / f"rr/{name}.txt").json)
    for key, expected in reference[name].items():
        if expected is None:
            continue
        relative = 0.01 if key.startswith("coherence") else 1e-4
        absolute = 0.005 if key == "dfa_alpha1" else 0.016 if key.endswith("peak_hz_median") else 0
        assert found[key] == pytest.approx(expected, rel=relative, abs=absolute), key


def test_slow_breathing_scores_78_and_rest_21_and_both_pass_untouched(run, recordings):
    files = [recordings / "rr" / f"{name}.txt" for name in ("physio_1", "hrv_rest")]
    slow, rest = run("analyze", "--json", *files).json["files"]
    assert slow["file"] == str(files[0])
    assert slow["beats"] == 407
    assert slow["duration_s"] == pytest.approx(298.919)
    assert slow["coherence"]["score_median"] == pytest.approx(78, abs=2)
    assert rest["coherence"]["score_median"] == pytest.approx(21, abs=2)
    assert slow["quality"]["corrected_percent"] == 0
    assert slow["quality"]["by_kind"] == {}
    assert slow["quality"]["gaps"] == []
    assert set(slow["coherence"]["series"][0]) == {"t", "ratio", "score", "peak_hz"}
    assert slow["absent"]["breathing.synchrony"] == "needs a breathing guide"


def test_a_file_that_cannot_be_read_does_not_keep_the_others(run, recordings, tmp_path):
    good = recordings / "rr/pyhrv_short.txt"
    ended = run("analyze", "--json", tmp_path / "absent.txt", good)
    assert ended.code == 1
    absent, measured = ended.json["files"]
    assert absent["problem"] == ended.stderr.strip()
    assert measured["time"]["mean_rr_ms"] > 0


def test_a_missed_beat_is_told_and_corrected_unless_not_wanted(run, recordings, tmp_path):
    rr = (recordings / "rr/physio_1.txt").read_text().split()
    merged = [*rr[:100], str(float(rr[100]) + float(rr[101])), *rr[102:]]
    path = tmp_path / "missed.txt"
    path.write_text("\n".join(merged))
    corrected = run("analyze", "--json", "--intervals", path).json
    assert corrected["quality"]["by_kind"] == {"missed": 1}
    assert len(corrected["intervals"]) == corrected["beats"] == 406
    entry = corrected["intervals"][100]
    assert entry["kind"] == "missed"
    assert entry["rr_ms"] == float(merged[100])
    assert len(entry["corrected_ms"]) == 2
    assert sum(entry["corrected_ms"]) == pytest.approx(entry["rr_ms"])
    others = corrected["intervals"][:100] + corrected["intervals"][101:]
    assert all(one["corrected_ms"] == [one["rr_ms"]] for one in others)
    raw = run("analyze", "--json", "--no-correct", path).json
    assert raw["quality"]["corrected_percent"] == 0
    assert raw["time"]["rmssd_ms"] > corrected["time"]["rmssd_ms"]


def test_a_window_takes_the_intervals_within_it_and_keeps_their_times(run, recordings):
    path = recordings / "rr/physio_1.txt"
    found = run("analyze", "--json", "--intervals", "--window", 100, 200, path).json
    assert found["duration_s"] == pytest.approx(100, abs=2)
    first, last = found["intervals"][0], found["intervals"][-1]
    assert first["t"] - first["rr_ms"] / 1000 >= 100
    assert last["t"] <= 200
    assert all(164 <= row["t"] <= 200 for row in found["coherence"]["series"])
    assert found["settings"]["window_s"] == [100, 200]
    nothing = run("analyze", "--window", 900, 1000, path)
    assert nothing.code == 1
    assert "no beats from 900 to 1000 s" in nothing.stderr


def test_the_unit_can_be_told(run, tmp_path):
    path = tmp_path / "ticks.txt"
    path.write_text("1024\n512\n1024\n")
    found = run("analyze", "--json", "--unit", "1/1024 s", path).json
    assert found["duration_s"] == 2.5
    assert "as told" in found["settings"]["reading"]


def test_one_interval_is_measured_as_far_as_it_goes_and_says_what_is_missing(run, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("800\n")
    found = run("analyze", "--json", path).json
    assert found["time"]["mean_rr_ms"] == 800
    assert found["coherence"] == {"series": []}
    assert found["absent"]["coherence"] == "needs 64 s of beats without a gap, has 1 s"


def test_people_get_quality_first_then_numbers_with_units_and_settings(run, recordings):
    shown = run("analyze", recordings / "rr/physio_1.txt").stdout
    order = ["407 beats in 4 min 59 s", "0.0 % corrected", "Time", "rmssd", "Settings", "welch:"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "78.26   of 100" in shown
    assert "needs a breathing guide" in shown


def test_a_day_of_beats_is_answered_and_only_what_it_needs_is_loaded(run, recordings):
    found = run("analyze", "--json", recordings / "rr/rrhealthy_000.txt")
    assert found.json["beats"] == 80441
    imported = run(
        "analyze", "--json", recordings / "rr/physio_1.txt", PYTHONPROFILEIMPORTTIME="1"
    ).stderr
    assert " numpy\n" in imported
    for heavy in ("rich", "bleak", "sqlalchemy", "PySide6", "scipy", "sqlcipher3"):
        assert f" {heavy}\n" not in imported, heavy
