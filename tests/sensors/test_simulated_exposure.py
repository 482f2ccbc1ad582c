"""A simulated person in a trial: heart and ratings follow the phases they see."""

import asyncio
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import pytest

from coherence_desktop.events import Answer, Beat, Device, Note, Rating
from coherence_desktop.sensors.sensor import SessionClock
from coherence_desktop.sensors.simulation import Body, beats
from coherence_desktop.sensors.simulation.exposure import Course, ExposedPerson, Voice

STARTS_S = {"predict": 0, "baseline": 20, "induce": 80, "stay": 140, "recover": 260, "learn": 350}


@dataclass
class Trial:
    """What a person sees of a trial that goes by the clock."""

    t: float = 0.0
    trials: int = 1
    prompt: str | None = None

    @property
    def phase(self) -> str:
        return [name for name, start_s in STARTS_S.items() if start_s <= self.t][-1]

    @property
    def phase_start_s(self) -> float:
        return STARTS_S[self.phase]


@pytest.fixture
def lived():
    """Live through a trial; what was heard of it."""

    def live(trials: int = 1):
        scene = Trial(trials=trials)
        course = Course(lambda: scene)
        voice = Voice(lambda: scene, course)
        heart, said = [], []
        body = Body(mean_bpm=72.0, rsa_bpm=0.0, drift_bpm=0.0, mayer_bpm=0.0)
        for beat in takewhile(
            lambda beat: beat.t < 380.0, beats(1, body=body, added_bpm=course.added_bpm)
        ):
            scene.t = beat.t
            heart.append((beat.t, 60000.0 / beat.rr_ms))
            said += voice.says(beat.t)
        return np.array(heart), said

    return live


def between(heart, start_s, end_s):
    t, bpm = heart.T
    return bpm[(t > start_s) & (t <= end_s)]


def test_heart_rate_rises_in_induce_and_comes_down_by_itself(lived):
    heart, _ = lived()
    rest = between(heart, 20, 80).mean()
    assert rest == pytest.approx(72.0, abs=1.0)
    assert 50.0 <= between(heart, 135, 145).max() - rest <= 75.0
    assert between(heart, 100, 105).mean() < between(heart, 130, 135).mean()
    assert between(heart, 170, 175).mean() > between(heart, 230, 235).mean() > rest
    assert between(heart, 340, 350).mean() == pytest.approx(rest, abs=4.0)


def test_each_trial_is_a_little_easier_than_the_one_before(lived):
    hearts, told = zip(*(lived(number) for number in (1, 2, 3)), strict=True)
    peaks = [heart[:, 1].max() for heart in hearts]
    distress = [
        max(r.value for r in said if getattr(r, "scale", "") == "distress") for said in told
    ]
    assert peaks == sorted(peaks, reverse=True)
    assert distress == sorted(set(distress), reverse=True)


def test_before_and_after_the_trial_everything_that_is_asked_is_said_once(lived):
    _, said = lived()
    answers = [one for one in said if isinstance(one, Answer)]
    assert [one.question for one in answers] == ["fear", "occurred", "learned"]
    scales = [one.scale for one in said if isinstance(one, Rating) and one.scale != "distress"]
    assert scales == [
        *("expected_likelihood", "expected_distress", "sensation", "sensation"),
        *("peak_distress", "likelihood_next", "confidence"),
    ]
    assert all(0 <= one.value <= 100 for one in said if isinstance(one, Rating))


def test_distress_climbs_while_the_sensation_is_brought_on_and_falls_in_stay(lived):
    _, said = lived()
    rated = {one.t: one.value for one in said if getattr(one, "scale", "") == "distress"}
    in_induce = [value for t, value in rated.items() if 80 < t < 140]
    in_stay = [value for t, value in rated.items() if 140 < t < 260]
    assert in_induce == sorted(in_induce)
    assert len(in_induce) == 3
    assert max(in_induce) >= in_stay[-1]


def test_a_prompt_is_answered_after_a_moment():
    scene = Trial(t=200.0, prompt="distress")
    voice = Voice(lambda: scene, Course(lambda: scene))
    voice.says(200.0)
    assert voice.says(202.0) == []
    (rating,) = voice.says(202.6)
    assert (rating.t, rating.scale) == (202.6, "distress")
    scene.prompt = None
    assert voice.says(210.0) == []


async def test_all_of_it_comes_from_one_source_that_says_it_is_simulated():
    scene = Trial()
    clock = SessionClock(speed=100.0)
    heard = []

    def emit(event):
        scene.t = event.t
        heard.append(event)

    run = asyncio.create_task(ExposedPerson(1, lambda: scene).run(clock, emit))
    while not any(isinstance(event, Rating) for event in heard):
        await asyncio.sleep(0.01)
    run.cancel()
    assert next(e for e in heard if isinstance(e, Device)).name == "Simulated person"
    assert next(e for e in heard if isinstance(e, Note)).text == (
        "The person is simulated: heart, ratings and words."
    )
    beaten = [event for event in heard if isinstance(event, Beat)]
    assert np.diff([beat.t for beat in beaten]) == pytest.approx(
        [beat.rr_ms / 1000.0 for beat in beaten[1:]]
    )
