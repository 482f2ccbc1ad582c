"""What the page of a trial knows: the live model, where the trial stands, and its ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Beat,
    BeatJudged,
    Ended,
    HeartRate,
    Marker,
    Note,
    Notice,
    Paused,
    Phase,
    PhaseExtended,
    Rating,
    Resumed,
    Started,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.practice.exposure.state import DISTRESS, TrialState
from coherence_desktop.practice.exposure.trials import Trial, trials_of
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.signal.results import LiveSnapshot
from coherence_desktop.ui.live.model import Changed, Item, LiveModel

_OF_TRIALS = (
    Started,
    TrialStarted,
    TrialEnded,
    Phase,
    PhaseExtended,
    Rating,
    Answer,
    Marker,
    Note,
    Notice,
    Paused,
    Resumed,
    Ended,
)
_OF_NO_CONCERN = (BeatJudged, HeartRate, LiveSnapshot, RecorderState)


@dataclass(frozen=True, slots=True)
class News:
    """What changed with some events."""

    live: Changed
    trial: bool
    """Where the trial stands, or what was answered."""
    ratings: bool


class TrialModel:
    """State of a session of exposure; knows no widget and reads no clock."""

    def __init__(self) -> None:
        self.live = LiveModel()
        self.state = TrialState()
        self.distress: list[Rating] = []
        """Ratings of distress in the running trial, in order of their time."""
        self._log: list[AnyEvent] = []
        self._read: tuple[int, tuple[Trial, ...]] = (0, ())

    def consume(self, items: Sequence[Item]) -> News:
        """Take what is new, in order; says what it concerns."""
        live = self.live.consume(items)
        trial = ratings = False
        for item in items:
            if isinstance(item, _OF_NO_CONCERN):
                continue
            before = self.state
            self.state = before.after(item)
            trial = trial or (self.state is not before and not isinstance(item, Beat))
            if isinstance(item, _OF_TRIALS):
                self._log.append(item)
            if isinstance(item, TrialStarted):
                self.distress = []
                ratings = True
            elif isinstance(item, Rating) and item.scale == DISTRESS and self._of_trial(item):
                self.distress.append(item)
                self.distress.sort(key=lambda rating: rating.t)
                ratings = True
        return News(live, trial, ratings)

    def trials(self) -> tuple[Trial, ...]:
        """Trials of the session so far, as the review will read them."""
        if self._read[0] != len(self._log):
            self._read = (len(self._log), trials_of(self._log))
        return self._read[1]

    def markers(self) -> list[Marker]:
        """Marks set in the running trial."""
        trial = self.state.trial
        return [] if trial is None else [m for m in self.live.markers if m.t >= trial.t]

    def _of_trial(self, rating: Rating) -> bool:
        trial = self.state.trial
        return trial is not None and rating.t >= trial.t
