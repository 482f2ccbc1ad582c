"""The trials of a session on the command line: a real session of a simulated person."""

from statistics import median

import pytest

from coherence_desktop.events import (
    Beat,
    Ended,
    Marker,
    Phase,
    Rating,
    Started,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.exposure.rehearsal import Rehearsal
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.sensors.simulation import beats
from coherence_desktop.sensors.simulation.exposure import Course, Voice

STARTED = Started(
    0.0,
    started_utc="2026-05-22T10:00:00.000000Z",
    timezone="UTC",
    utc_offset_s=0,
    app_version="0.1.0",
)
STOPPED_S, ENDED_S = 480.0, 520.0


@pytest.fixture(scope="module")
def log() -> list:
    """Two trials: one whole, the other stopped while the sensation is brought on."""
    practice = ExposureSession()
    engine = SessionEngine(practice)
    log = engine.receive(STARTED)
    course = Course(lambda: practice.state)
    voice = Voice(lambda: practice.state, course)
    rehearsal = Rehearsal(
        TrialStarted(
            0.0,
            exercise_id="running_in_place",
            exercise_name="Running in place",
            planned_s=plan(induce_s=60.0),
        )
    )
    people = [
        Ended(ENDED_S),
        TrialEnded(STOPPED_S, TrialEndReason.STOPPED),
        Marker(150.0, "Dizzy"),
    ]
    for beat in beats(1, added_bpm=course.added_bpm):
        given = rehearsal.due(practice.state, beat.t)
        if people[-1].t <= beat.t:
            given.append(people.pop())
        for event in (Beat(beat.t, beat.rr_ms, beat.t), *given, *voice.says(beat.t)):
            log += engine.receive(event)
        if engine.ended:
            break
        log += engine.tick(beat.t)
    return log


@pytest.fixture
def keep(tmp_path, env):
    """Keep a session in a library of its own; gives the library's file."""

    def keep_session(events, *, died=False):
        path = tmp_path / "library.db"
        with Library.create(path, Passphrase(env["COHERENCE_LIBRARY_KEY"])) as library:
            recorder = Recorder(library, library.start_session(STARTED))
            for event in events:
                recorder.add(event)
            if died:
                recorder.flush()
                recorder.abandon()
            else:
                assert recorder.close().state == "closed"
        return path

    return keep_session


def test_json_has_phases_ratings_and_measures_of_each_trial(run, keep, log):
    ended = run("trials", "last", "--library", keep(log), "--json")
    assert (ended.code, ended.stderr) == (0, "")
    one, two = ended.json["trials"]
    assert (one["exercise"], one["recovery"], one["end_reason"]) == (
        *("running_in_place", "free"),
        "completed",
    )
    names = [phase["name"] for phase in one["phases"]]
    assert names == ["predict", "baseline", "induce", "stay", "recover", "learn"]
    starts = [phase["start_s"] for phase in one["phases"]]
    assert starts[1:] == [phase["end_s"] for phase in one["phases"]][:-1]
    told = [(event.t, event.scale, event.value) for event in log if isinstance(event, Rating)]
    both = [(r["t"], r["scale"], r["value"]) for trial in (one, two) for r in trial["ratings"]]
    assert both == told
    assert (two["end_reason"], two["phases"][2]["end_s"]) == (
        "stopped",
        two["phases"][3]["start_s"],
    )


def test_measures_are_those_that_a_hand_works_out_from_the_rest(run, keep, log):
    one, two = run("trials", "last", "--library", keep(log), "--json").json["trials"]
    measures = one["measures"]
    phases = {phase["name"]: phase for phase in one["phases"]}
    rated = [(r["t"], r["value"]) for r in one["ratings"] if r["scale"] == "distress"]
    times = [t for t, _ in rated] + [phases["learn"]["start_s"]]
    area = sum(v * (times[k + 1] - times[k]) for k, (_, v) in enumerate(rated))
    assert measures["distress_auc"] == pytest.approx(area / 60.0)
    assert measures["distress_peak"] == max(value for _, value in rated)
    assert measures["expectancy_violation"] == 70.0
    assert measures["tolerated_s"] == pytest.approx(180.0)
    baseline = phases["baseline"]
    bpm = [
        60000.0 / beat.rr_ms
        for beat in log
        if isinstance(beat, Beat)
        and beat.t - beat.rr_ms / 1000.0 >= baseline["start_s"]
        and beat.t <= baseline["end_s"]
    ]
    assert measures["baseline_bpm"] == pytest.approx(median(bpm))
    assert measures["rise_bpm"] == measures["peak_bpm"] - measures["baseline_bpm"]
    assert two["absent"]["coherence_after"] == "no time in recover"
    assert two["measures"].keys().isdisjoint(two["absent"])


def test_people_get_a_table_with_the_reasons_for_what_is_absent(run, keep, log):
    shown = run("trials", "last", "--library", keep(log))
    assert shown.code == 0
    for words in (
        "Trial 1: Running in place, recovery free",
        "completed",
        "Trial 2: Running in place, recovery free",
        "stopped",
        "Learned: It raced and came down by itself.",
        "Heart rate, baseline",
        "Trial 2, Coherence after: no time in recover",
        "Next step: the rule is not met yet",
        "Trial 2 was stopped.",
    ):
        assert words in shown.stdout, words


def test_a_trial_in_which_the_app_died_is_given_up_to_there(run, keep, log):
    in_stay = [event for event in log[1:] if event.t < 200.0]
    library = keep(in_stay, died=True)
    (trial,) = run("trials", "last", "--library", library, "--json").json["trials"]
    assert trial["end_reason"] == "died"
    assert trial["phases"][-1]["name"] == "stay"
    assert trial["phases"][-1]["end_s"] == pytest.approx(200.0, abs=1.5)
    assert trial["markers"] == [{"t": 150.0, "key": "mark", "label": "Dizzy"}]


def test_a_session_without_trials_says_so(run, keep):
    library = keep([Phase(0.0, "breathe"), Ended(5.0)])
    assert run("trials", "last", "--library", library, "--json").json["trials"] == []
    assert run("trials", "last", "--library", library).stdout == "This session has no trial.\n"


def test_help_tells_the_units_of_the_measures(run):
    told = " ".join(run("trials", "--help").stdout.split())
    assert "distress_auc in points x minutes" in told
    assert "_bpm in beats a minute" in told


def test_a_session_that_is_not_there_is_one_sentence(run, keep, log):
    ended = run("trials", "20990101", "--library", keep(log[:5]), "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1


def test_the_demo_of_exposure_plays_off_screen_and_gives_its_picture(run, tmp_path):
    picture = tmp_path / "exposure.png"
    arguments = ("--exposure", "--seconds", 3, "--speed", 40, "--screenshot", picture, "--json")
    ended = run("demo", *arguments)
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.json == {"screenshot": str(picture)}
    assert picture.read_bytes().startswith(b"\x89PNG")
