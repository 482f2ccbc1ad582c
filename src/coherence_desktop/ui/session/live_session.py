"""A running session in the window: the clinician's page, the patient's screen, the thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.acquisition.running import RunningSession
from coherence_desktop.events import AnyEvent, Ended
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.session import Practice
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.sensor import Sensor
from coherence_desktop.ui.client.client_model import ClientModel
from coherence_desktop.ui.collecting import settle, unsettle
from coherence_desktop.ui.live.held_page import HeldPage, PageMaker
from coherence_desktop.ui.live.page import LivePage
from coherence_desktop.ui.session.feed import Feed
from coherence_desktop.ui.sound.cues import Cues
from coherence_desktop.ui.sound.session_cues import SessionCues
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.recorder import RecorderState
    from coherence_desktop.stream.streaming import Streaming
    from coherence_desktop.ui.client.client_window import ClientWindow

TICK_MS = 50
"""How often the page is told that time passes; it scrolls by whole pixels, about ten a second."""

UNSAVED = (
    "The session is over and not all of it is saved. Saving is tried again by itself; "
    "closing the window gives the rest up."
)


class LiveSession(QObject):
    """Starts a session and shows it until it is over.

    Parameters
    ----------
    theme : Theme
    practice : Practice
    make_sensor : callable
        Makes the source of beats, given a function that tells the pacer.
    source : str
        ``strap``, ``replay``, ``simulation`` or ``none``.
    library : Library
    title, about : str
        What is practised; with what, or who.
    speed : float
        Session seconds per second.
    minutes_shown : bool
        On the patient's screen.
    make_page : callable, optional
        Makes the clinician's page; by default that of paced breathing.
    client : str
        Id of the client whose session it is.
    continuing : str
        Id of the session to go on with, whose process died.
    cues : SessionCues, optional
        Sound and shape of the breath; without it nothing sounds until it is asked for.
    streaming : Streaming, optional
        Serves the session to other programs while it runs.
    """

    over = Signal(str)
    """The session was ended and kept; a sentence about it."""

    def __init__(
        self,
        theme: Theme,
        practice: Practice,
        make_sensor: Callable[[Callable[[], Pacer | None]], Sensor],
        *,
        source: str,
        library: Library,
        title: str,
        about: str = "",
        speed: float = 1.0,
        minutes_shown: bool = True,
        make_page: PageMaker | None = None,
        client: str = "",
        continuing: str = "",
        cues: SessionCues | None = None,
        streaming: "Streaming | None" = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._streaming = streaming
        self._cues = cues or SessionCues()
        self._cues.setParent(self)
        self._minutes_shown = minutes_shown
        self._client: ClientWindow | None = None
        self._client_model = ClientModel()
        self._worker = Worker(self)
        self._ending = False
        self._unsaved = False
        self.feed = Feed(self)
        self.running = RunningSession(
            practice,
            make_sensor,
            source=source,
            library=library,
            title=title,
            speed=speed,
            listener=self.feed.put,
            on_recorder=self.feed.put,
            client=client,
            continuing=continuing,
            stream=None if streaming is None else streaming.open,
        )
        if make_page is None:
            self.page: HeldPage = _breathing_page(theme, self, title, about)
        else:
            self.page = make_page(theme, self)
        self.page.patient_screen_switched.connect(self._switch_patient_screen)
        self.page.cue_switched.connect(self._cues.switch)
        self.page.prompted.connect(self._cues.chime)
        self.page.show_cues(self._cues.now)
        self._cues.changed.connect(self._show_cues)
        self._cues.told.connect(self.page.tell)
        self.feed.arrived.connect(self._drain)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._drain()
        self._cues.begin(self, speed)
        settle()

    # --- what the pages ask of the session ---------------------------------------------------

    @property
    def pacer(self) -> Pacer | None:
        """The breath guide as it is now known."""
        return self.running.pacer

    @property
    def planned_s(self) -> float | None:
        """Planned practice in seconds."""
        return self.running.planned_s

    def now(self) -> float:
        """Session time, in seconds."""
        return self.running.now()

    def mark(self, key: str, label: str, t: float) -> None:
        """Record a marker."""
        self.running.mark(key, label, t)

    def note(self, text: str, t: float) -> None:
        """Record a note."""
        self.running.note(text, t)

    def post(self, event: AnyEvent) -> None:
        """Record what a person gave, or steer the practice."""
        self.running.post(event)

    def step_pace(self, delta: float) -> None:
        """Ask for a faster or slower pace."""
        self.running.step_pace(delta)

    def pause(self) -> None:
        """Let the practice rest."""
        self.running.pause()

    def resume(self) -> None:
        """Let the practice go on."""
        self.running.resume()

    def end(self) -> None:
        """End the session without holding up the window; asked again, try again to save."""
        if not self._ending:
            self._ending = True
            self._cues.end()
            self.page.settle()
            self._worker.run(self._close, self._closed, self._not_closed)

    # --- the rest ------------------------------------------------------------------------------

    @property
    def patient_screen(self) -> QWidget | None:
        """The patient's screen, while it is shown."""
        return self._client

    def finish_now(self) -> None:
        """End the session and wait: the window is being closed."""
        self._ending = True
        self._cues.end()
        self.page.settle()
        self._timer.stop()
        self._close_patient_screen()
        state = self._end_running()
        if state is not None and state.state != "closed" and self.running.recorder is not None:
            self.running.recorder.abandon()
        self._cues.end(wait=True)
        unsettle()

    def _end_running(self) -> "RecorderState | None":
        state = self.running.end()
        if self._streaming is not None:
            self._streaming.close()
        return state

    def _close(self) -> str:
        state = self._end_running()
        if state is None or state.state != "closed":
            return ""
        minutes, seconds = divmod(int(state.committed_t), 60)
        return f"Your session of {minutes}:{seconds:02d} is kept."

    def _closed(self, sentence: str) -> None:
        self._drain()
        if sentence:
            self._timer.stop()
            self._close_patient_screen()
            unsettle()
            self.over.emit(sentence)
            return
        self._ending = False
        self._unsaved = True
        self.page.tell(UNSAVED)
        self._end_once_saved()

    def _end_once_saved(self) -> None:
        recorder = self.running.recorder
        if self._unsaved and recorder is not None and recorder.state.state == "closed":
            self.end()

    def _not_closed(self, problem: Exception) -> None:
        self._ending = False
        self.page.tell(str(problem))

    def _drain(self) -> None:
        items = self.feed.drain()
        if not items:
            return
        self.page.consume(items)
        if self._client is not None:
            self._client.consume(items)
        else:
            self._client_model.consume(items)
        if any(isinstance(item, Ended) for item in items):
            self.end()
        self._end_once_saved()

    def _tick(self) -> None:
        self.page.tick()
        if self._client is not None:
            self._client.consume(())

    def _show_cues(self, cues: Cues) -> None:
        self.page.show_cues(cues)
        if self._client is not None:
            self._client.show_cues(cues)

    def _switch_patient_screen(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        if not on:
            self._close_patient_screen()
            return
        if self._client is None:
            self._client = self.page.make_patient_screen(self, self._client_model)
            self._client.set_minutes_shown(self._minutes_shown)
            self._client.show_cues(self._cues.now)
            self._client.cue_switched.connect(self._cues.switch)
            self._client.mark_requested.connect(lambda t: self.page.mark(t=t))
            self._client.closed.connect(self._patient_screen_closed)
            self._client.open_beside(self.page.window())

    def _close_patient_screen(self) -> None:
        if self._client is not None:
            self._client.close()

    def _patient_screen_closed(self) -> None:
        if self._client is not None:
            self._client.deleteLater()
            self._client = None
        self.page.set_patient_screen(on=False)


def _breathing_page(theme: Theme, session: LiveSession, title: str, about: str) -> LivePage:
    markers = load_markers()
    page = LivePage(theme, session, markers.markers, title=title, about=about)
    for problem in markers.problems:
        page.tell(problem.message)
    return page
