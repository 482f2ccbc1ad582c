"""Runs one planned session at a time, from a chosen source of beats."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.connect.strap_choice import Source
from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.session.plan import SessionPlan
from coherence_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from coherence_desktop.events import AnyEvent
    from coherence_desktop.records.library import Library
    from coherence_desktop.sensors.raw import RawSignals
    from coherence_desktop.sensors.sensor import Sensor
    from coherence_desktop.stream.streaming import Streaming
    from coherence_desktop.ui.session.live_session import LiveSession


class SessionRunner(QObject):
    """Starts sessions and says when they are over.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
    """

    over = Signal(object, str, str)
    """The `SessionPlan`, the id of the session that was kept, and a sentence about it."""

    def __init__(
        self, theme: Theme, store: PreferenceStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self.session: LiveSession | None = None
        self.plan: SessionPlan | None = None

    def start(self, plan: SessionPlan, source: Source, library: "Library") -> "LiveSession":
        """Start a session and give it, with its page.

        Raises
        ------
        Problem
            If it cannot be kept in the library.
        """
        from coherence_desktop.sensors.raw import RawSignals
        from coherence_desktop.ui.session.live_session import LiveSession
        from coherence_desktop.ui.sound.session_cues import SessionCues

        strap = source.name or "Without a strap"
        streaming, trouble = self._streaming()
        now = self._store.now
        asked = now.way is Way.CLINIC
        raw = RawSignals(ecg=asked and now.raw_ecg, acceleration=asked and now.raw_acceleration)
        session = LiveSession(
            self._theme,
            plan.make_practice(),
            lambda _: _sensor(source, raw),
            source=source.kind,
            library=library,
            title=plan.title,
            about=", ".join(filter(None, (plan.about, strap))),
            minutes_shown=self._store.now.minutes_shown,
            make_page=plan.make_page,
            client=plan.client,
            continuing=plan.continuing,
            streaming=streaming,
            cues=SessionCues(self._store),
            parent=self,
        )
        self.session, self.plan = session, plan
        session.over.connect(self._over)
        if trouble:
            session.page.tell(trouble)
        if plan.first is not None:
            self.give(plan.first)
        return session

    def _streaming(self) -> "tuple[Streaming | None, str]":
        """Streams if they are wanted, and what keeps them away; a session goes on without."""
        now = self._store.now
        if not now.streamed or now.way is not Way.CLINIC:
            return None, ""
        from coherence_desktop.stream.streaming import Streaming

        try:
            return Streaming(now.stream_address), ""
        except Problem as problem:
            return None, problem.message

    def give(self, command: "AnyEvent") -> None:
        """Give the running session a command, now; its page says why if it takes none."""
        import msgspec

        if self.session is None:
            return
        refused = self.session.page.refuses(command)
        if refused:
            self.session.page.tell(refused)
        else:
            self.session.post(msgspec.structs.replace(command, t=self.session.now()))

    def finish_now(self) -> None:
        """End the session and wait: the window is being closed."""
        session, self.session = self.session, None
        if session is not None:
            session.finish_now()

    def _over(self, sentence: str) -> None:
        session, self.session = self.session, None
        plan, self.plan = self.plan, None
        if session is None or plan is None:
            return
        self.over.emit(plan, session.running.session_id, sentence)
        session.page.deleteLater()
        session.deleteLater()


def _sensor(source: Source, raw: "RawSignals") -> "Sensor":
    """Make what was chosen."""
    if source.stream is not None:
        from coherence_desktop.sensors.lsl.sensor import LslSensor

        return LslSensor(source.name, source.network, source.stream)
    if source.address is not None:
        from coherence_desktop.sensors.bluetooth.strap import StrapSensor

        return StrapSensor(source.address, source.adapter, raw=raw)
    from coherence_desktop.sensors.without import WithoutSensor

    return WithoutSensor()
