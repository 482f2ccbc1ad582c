"""Trials of exposure for the demo: a simulated person, and commands that come by themselves."""

from datetime import UTC, datetime

import msgspec
from PySide6.QtCore import QObject, QTimer

from coherence_desktop.chart import CeilingSet, Step
from coherence_desktop.events import TrialStarted
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import load_exercises
from coherence_desktop.practice.exposure.planning import trial_of
from coherence_desktop.practice.exposure.rehearsal import Rehearsal
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.resources import assets
from coherence_desktop.sensors.sensor import Sensor
from coherence_desktop.sensors.simulation.breath import LevelAt
from coherence_desktop.sensors.simulation.exposure import ExposedPerson
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.page import TrialPage

EXERCISE = "running_in_place"
CEILING_BPM = 157.0
EVERY_MS = 100
"""How often the rehearsal is asked what has come due."""


class DemoTrials(QObject):
    """What a demonstration of trials is made of; people may do all of it themselves.

    Parameters
    ----------
    title, about : str
        What the page says between trials.
    """

    def __init__(self, title: str, about: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.practice = ExposureSession()
        self._title = title
        self._about = about
        self._trial = _trial()
        self._rehearsal = Rehearsal(self._trial)
        self._session: SessionCommands | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._lead)

    def person(self, level_at: LevelAt) -> Sensor:
        """Someone who sees the trial and the breath guide."""
        return ExposedPerson(1, lambda: self.practice.state, level_at)

    def make_page(self, theme: Theme, session: SessionCommands) -> TrialPage:
        """Make the page, and lead the session from now on."""
        markers = load_markers(assets("trial_markers.toml"))
        page = TrialPage(theme, session, markers.markers, title=self._title, about=self._about)
        page.next_step_asked.connect(self._begin)
        self._session = session
        self._timer.start()
        return page

    def stop(self) -> None:
        """Lead no further."""
        self._timer.stop()

    def _begin(self) -> None:
        if self._session is not None:
            self._session.post(msgspec.structs.replace(self._trial, t=self._session.now()))

    def _lead(self) -> None:
        if self._session is not None:
            for command in self._rehearsal.due(self.practice.state, self._session.now()):
                self._session.post(command)


def _trial() -> TrialStarted:
    """Running in place, as it is usually agreed."""
    exercise = load_exercises().by_id[EXERCISE]
    now = datetime.now(UTC)
    chart = Chart.of([CeilingSet(now.isoformat(), bpm=CEILING_BPM)])
    step = Step(id="", title=exercise.name, exercise_id=exercise.id)
    return trial_of(step, exercise, chart, today=now.date())
