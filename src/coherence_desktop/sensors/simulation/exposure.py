"""A simulated person in trials of exposure, whose heart and ratings follow a course."""

import math
from collections.abc import Callable, Iterator
from typing import Protocol

from coherence_desktop.events import Answer, Beat, Device, Link, LinkState, Note, Rating
from coherence_desktop.sensors.sensor import Emit, SessionClock
from coherence_desktop.sensors.simulation.beats import beats
from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.simulation.breath import LevelAt

REST_BPM = 72.0
RISE_BPM = 62.0
"""How far heart rate rises in the first trial; a little less in each that follows."""
_RISE_KEPT = 0.95
_FEAR_KEPT = 0.72
"""Share of expectancy and distress that is left from one trial to the next."""

_STRAIN = {"induce": (1.07, 22.0), "stay": (0.1, 50.0), "recover": (0.0, 40.0)}
"""Level that strain of the heart goes towards in a phase, as a share of the rise, and its time
constant in s."""
_DISTRESS = {
    "predict": (35.0, 20.0),
    "baseline": (30.0, 20.0),
    "induce": (95.0, 35.0),
    "stay": (35.0, 70.0),
    "recover": (15.0, 60.0),
}
_CALM = (0.0, 40.0)

_EXPECTED = {"expected_likelihood": 70.0, "expected_distress": 75.0}
_FEAR = "My heart will race so hard that I faint."
_LEARNED = (
    "It raced and came down by itself. I did not faint.",
    "I could stay with it, and it got easier.",
    "A racing heart is unpleasant, and it passes.",
)


class Scene(Protocol):
    """What a person sees of a trial; the state of the session is one."""

    @property
    def phase(self) -> str:
        """Name of the running phase."""

    @property
    def phase_start_s(self) -> float:
        """When it began, in session seconds."""

    @property
    def prompt(self) -> str | None:
        """Scale on which a rating is asked for."""

    @property
    def trials(self) -> int:
        """Trials started in this session."""


class Course:
    """How heart and distress of a simulated person go with the phases of a trial.

    Both go towards the level of the running phase like a charge, and less far with each trial.

    Parameters
    ----------
    scene : callable
        Tells what the person sees now.
    """

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene
        self._strain = _Level()
        self._distress = _Level()

    def added_bpm(self, t: float) -> float:
        """What strain adds to heart rate at a session time, in beats a minute."""
        scene = self._scene()
        level, memory_s = _STRAIN.get(scene.phase, _CALM)
        rise_bpm = RISE_BPM * _RISE_KEPT ** max(0, scene.trials - 1)
        return self._strain.towards(level * rise_bpm, memory_s, t)

    def distress(self, t: float) -> float:
        """Distress at a session time, 0 to 100."""
        scene = self._scene()
        level, memory_s = _DISTRESS.get(scene.phase, _CALM)
        return self._distress.towards(level * fear_left(scene.trials), memory_s, t)


class _Level:
    """A value that goes towards others, each with its time constant."""

    def __init__(self) -> None:
        self._value = 0.0
        self._t = -math.inf

    def towards(self, goal: float, memory_s: float, t: float) -> float:
        """Go on to a time; the first time starts at 0."""
        if math.isfinite(self._t):
            step_s = max(0.0, t - self._t)
            self._value += (goal - self._value) * -math.expm1(-step_s / memory_s)
        self._t = max(t, self._t)
        return self._value


class Voice:
    """What a simulated person rates and says in a trial, and when.

    Parameters
    ----------
    scene : callable
        Tells what the person sees now.
    course : Course
    """

    REACTION_S = 2.5
    """From a question to its answer."""
    UNASKED_S = {"baseline": (15.0,), "induce": (8.0, 25.0, 45.0), "stay": (10.0,)}
    """When distress is rated without being asked, in s from the start of a phase."""
    SENSATION_S = {"induce": (40.0,), "stay": (45.0,)}

    def __init__(self, scene: Callable[[], Scene], course: Course) -> None:
        self._scene = scene
        self._course = course
        self._phase: tuple[int, str] = (0, "")
        self._told: set[int] = set()
        self._asked_s: float | None = None

    def says(self, t: float) -> list[Rating | Answer]:
        """Ratings and words that have come due by a session time, each once."""
        scene = self._scene()
        distress = _whole(self._course.distress(t))
        if (scene.trials, scene.phase) != self._phase:
            self._phase = (scene.trials, scene.phase)
            self._told = set()
        into_s = t - scene.phase_start_s
        found: list[Rating | Answer] = []
        if self._since_asked(scene, t) >= self.REACTION_S:
            found.append(Rating(t, "distress", distress))
            self._asked_s = None
        intended = enumerate(self._intended(scene, t, distress))
        found += [said for number, (at_s, said) in intended if self._due(number, into_s, at_s)]
        return found

    def _intended(
        self, scene: Scene, t: float, distress: float
    ) -> Iterator[tuple[float, Rating | Answer]]:
        """All that is said in this phase without being asked, each with its time in the phase."""
        sensation = float(max(1, round(distress / 10.0)))
        for at_s in self.UNASKED_S.get(scene.phase, ()):
            yield at_s, Rating(t, "distress", distress)
        for at_s in self.SENSATION_S.get(scene.phase, ()):
            yield at_s, Rating(t, "sensation", sensation)
        for number, word in enumerate(_words(scene, t), start=1):
            yield self.REACTION_S * number, word

    def _since_asked(self, scene: Scene, t: float) -> float:
        if scene.prompt is None:
            self._asked_s = None
        elif self._asked_s is None:
            self._asked_s = t
        return -math.inf if self._asked_s is None else t - self._asked_s

    def _due(self, number: int, elapsed_s: float, at_s: float) -> bool:
        if elapsed_s < at_s or number in self._told:
            return False
        self._told.add(number)
        return True


class ExposedPerson:
    """Someone in trials of exposure: a source of beats, ratings and words, all simulated.

    Parameters
    ----------
    seed : int
        Seed of all chance.
    scene : callable
        Tells what the person sees now; called in the acquisition thread.
    level_at : callable, optional
        Level of the breath guide, see `SimulatedPerson`.
    """

    def __init__(
        self, seed: int, scene: Callable[[], Scene], level_at: LevelAt | None = None
    ) -> None:
        self._seed = seed
        self._scene = scene
        self._level_at = level_at

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit each beat at its time, and what the person rates and says, until cancelled."""
        now_s = clock.now()
        emit(Link(now_s, LinkState.CONNECTED))
        emit(Device(now_s, name="Simulated person", address=""))
        emit(Note(now_s, "The person is simulated: heart, ratings and words.", private=False))
        course = Course(self._scene)
        voice = Voice(self._scene, course)
        body = Body(mean_bpm=REST_BPM, rsa_bpm=9.0, drift_bpm=1.5, mayer_bpm=1.5)
        told = beats(
            self._seed, self._level_at, body=body, start_s=now_s, added_bpm=course.added_bpm
        )
        for beat in told:
            await clock.sleep_until(beat.t)
            now_s = clock.now()
            emit(Beat(beat.t, beat.rr_ms, received_s=now_s))
            for said in voice.says(now_s):
                emit(said)


def fear_left(trial: int) -> float:
    """Share of fear in a trial, counted from 1."""
    return float(_FEAR_KEPT ** max(0, trial - 1))


def _whole(value: float) -> float:
    """A value as people rate it: in steps of 5."""
    return 5.0 * round(value / 5.0)


def _words(scene: Scene, t: float) -> tuple[Rating | Answer, ...]:
    left, next_left = fear_left(scene.trials), fear_left(scene.trials + 1)
    if scene.phase == "predict":
        fear = Answer(t, "fear", _FEAR)
        return fear, *(Rating(t, scale, _whole(v * left)) for scale, v in _EXPECTED.items())
    if scene.phase == "learn":
        learned = _LEARNED[(scene.trials - 1) % len(_LEARNED)]
        return (
            Answer(t, "occurred", "no"),
            Rating(t, "peak_distress", _whole(85.0 * left)),
            Answer(t, "learned", learned),
            Rating(t, "likelihood_next", _whole(_EXPECTED["expected_likelihood"] * next_left)),
            Rating(t, "confidence", _whole(100.0 - 60.0 * next_left)),
        )
    return ()
