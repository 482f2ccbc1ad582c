"""The demo's window: painted first, then filled with a running session."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.app import application, preferences
from coherence_desktop.ui.opening_page import OpeningPage
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from coherence_desktop.practice.catalogue import Offer
    from coherence_desktop.practice.pacer import Pacer
    from coherence_desktop.practice.programmes import CompassionPractice
    from coherence_desktop.sensors.sensor import Sensor
    from coherence_desktop.signal.results import FloatArray
    from coherence_desktop.ui.demo.programme import DemoProgramme
    from coherence_desktop.ui.demo.trials import DemoTrials
    from coherence_desktop.ui.session.live_session import LiveSession


class PictureNotWritten(Problem):
    """The screenshot could not be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The picture could not be written to {path}. Name another place.", path)


class DemoWindow(QObject):
    """One session on a library of its own.

    Parameters
    ----------
    folder : Path
        Where the library goes.
    speed : float
    simulated : bool
        A simulated person who breathes with the guide, instead of a recording.
    exposure : bool
        A simulated person in trials of exposure, instead of breathing.
    patient_screen : bool
    offer : Offer, optional
        What a simulated person practises, instead of breathing at six a minute.
    """

    begun = Signal()
    """The session runs and its page is shown."""

    def __init__(
        self,
        folder: Path,
        *,
        speed: float,
        simulated: bool,
        patient_screen: bool,
        exposure: bool = False,
        offer: "Offer | None" = None,
    ) -> None:
        self._app = application()
        super().__init__()
        self._folder = folder
        self._speed = speed
        self._simulated = simulated or exposure or offer is not None
        self._offer = offer
        self._exposure = exposure
        self._patient_screen = patient_screen
        self._session: LiveSession | None = None
        self._led: DemoTrials | DemoProgramme | None = None
        self.pictured = False
        self._theme = Theme()
        self._store = preferences(self._theme)
        self.window = MainWindow(self._theme, ())
        self._opening = OpeningPage(self._theme)
        self.window.show_page(self._opening)

    @property
    def session(self) -> "LiveSession | None":
        """The session that runs."""
        return self._session

    def run(self, seconds: float | None, screenshot: Path | None) -> int:
        """Show the window until it is closed or ``seconds`` are over; returns the exit code."""
        self.window.painted.connect(self._begin)
        self.window.closing.connect(self._leave)
        self.window.show()
        if seconds is not None:
            QTimer.singleShot(round(seconds * 1000), lambda: self._finish(screenshot))
        return self._app.exec()

    def _begin(self) -> None:
        from coherence_desktop.records.keys import RandomKey
        from coherence_desktop.records.library import Library

        self._library = Library.create(self._folder / "demo.db", RandomKey())
        if self._exposure:
            self._session = self._exposure_session()
        elif self._offer is not None and self._offer.programme is not None:
            self._session = self._programme_session(self._offer.programme)
        else:
            self._session = self._breathing_session()
        self._session.over.connect(self.window.close)
        self.window.show_page(self._session.page)
        self._opening.deleteLater()
        if self._patient_screen:
            self._session.page.set_patient_screen(on=True)
        self.begun.emit()

    def _breathing_session(self) -> "LiveSession":
        from coherence_desktop.practice.breathing import Breathing
        from coherence_desktop.practice.patterns import load_patterns
        from coherence_desktop.ui.session.live_session import LiveSession

        about = "A simulated person follows the guide"
        if not self._simulated:
            about = "A real recording, at rest"
        usual = Breathing(load_patterns().by_id["six_a_minute"].pattern, 600.0)
        return LiveSession(
            self._theme,
            usual if self._offer is None else self._offer.make(),
            self._sensor,
            source="simulation" if self._simulated else "replay",
            library=self._library,
            title="Demonstration" if self._offer is None else self._offer.name,
            about=about,
            speed=self._speed,
            minutes_shown=self._store.now.minutes_shown,
            parent=self,
        )

    def _exposure_session(self) -> "LiveSession":
        from coherence_desktop.ui.demo.trials import DemoTrials
        from coherence_desktop.ui.session.live_session import LiveSession

        title, about = "Demonstration", "A simulated person"
        trials = self._led = DemoTrials(title, about, self)
        return LiveSession(
            self._theme,
            trials.practice,
            lambda pacer: trials.person(_following(pacer)),
            source="simulation",
            library=self._library,
            title=title,
            about=about,
            speed=self._speed,
            minutes_shown=self._store.now.minutes_shown,
            make_page=trials.make_page,
            parent=self,
        )

    def _programme_session(self, practice: "CompassionPractice") -> "LiveSession":
        from coherence_desktop.ui.demo.programme import DemoProgramme
        from coherence_desktop.ui.session.live_session import LiveSession

        programme = self._led = DemoProgramme(practice, self._library, self)
        return LiveSession(
            self._theme,
            programme.practice,
            self._sensor,
            source="simulation",
            library=self._library,
            title=practice.name,
            speed=self._speed,
            make_page=programme.make_page,
            client=programme.client,
            parent=self,
        )

    def _sensor(self, pacer: "Callable[[], Pacer | None]") -> "Sensor":
        if self._simulated:
            from coherence_desktop.sensors.simulation import SimulatedPerson

            return SimulatedPerson(1, _following(pacer))
        from coherence_desktop.sensors.replay import ReplaySensor, sample_recording

        return ReplaySensor(sample_recording(), name="Sample recording", loop=True)

    def _finish(self, screenshot: Path | None) -> None:
        if screenshot is not None:
            self.pictured = self.window.grab().save(str(screenshot))
            if not self.pictured:
                self._leave()
                raise PictureNotWritten(screenshot)
        self.window.close()

    def _leave(self) -> None:
        session, self._session = self._session, None
        if self._led is not None:
            self._led.stop()
        if session is not None:
            session.finish_now()
            self._library.close()
        self._app.quit()


def _following(pacer: "Callable[[], Pacer | None]") -> "Callable[[FloatArray], FloatArray]":
    """The guide as a simulated person sees it; nothing is asked while there is none."""
    import numpy as np

    def level_at(t: "FloatArray") -> "FloatArray":
        guide = pacer()
        return np.full_like(t, np.nan) if guide is None else guide.guide(t)

    return level_at
