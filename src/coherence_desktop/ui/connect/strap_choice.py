"""Finds straps, and streams where they are wanted, and lets a person choose one, or none."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.connect.strap_search import StrapSearch
from coherence_desktop.ui.connect.stream_search import StreamSearch
from coherence_desktop.ui.connect.view import AdapterView, FoundStrapView
from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from coherence_desktop.records.summary import SessionSummary
    from coherence_desktop.sensors.bluetooth.bluez import Adapter
    from coherence_desktop.sensors.bluetooth.scan import FoundStrap
    from coherence_desktop.sensors.lsl.info import StreamInfo
    from coherence_desktop.sensors.lsl.scan import FoundStream

_SECOND_MS = 1000


class Source(NamedTuple):
    """Where beats are to come from: a strap on an adapter, a stream, or nowhere."""

    address: str | None = None
    name: str = ""
    adapter: str | None = None
    stream: "StreamInfo | None" = None
    network: str = ""
    """Address of this computer in the network of the stream."""

    @property
    def kind(self) -> str:
        """The word for it in a session's first event."""
        if self.stream is not None:
            return "lsl"
        return "none" if self.address is None else "strap"


class StrapChoice(QObject):
    """Searches while its page is shown.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
        Tells whether streams are looked for, and where.
    """

    chosen = Signal(object)
    """The `Source` to begin with."""
    left = Signal()
    """Nothing shall begin now."""

    def __init__(
        self, theme: Theme, store: PreferenceStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.page = ConnectPage(theme)
        self._search = StrapSearch(self)
        self._stream_search = StreamSearch(self)
        self._straps: list[FoundStrapView] = []
        self._streams: dict[str, FoundStream] = {}
        self._troubles = {"straps": "", "streams": ""}
        self._uses: dict[str, SessionSummary] = {}
        self._names: dict[str, str] = {}
        self._adapter: str | None = None
        self._listening: str | None = None
        self._news = ""
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._say_searching)
        self.page.connect_requested.connect(self._begin_with)
        self.page.without_strap_requested.connect(lambda: self._begin(Source()))
        self.page.back_requested.connect(self.left)
        self.page.search_again_requested.connect(self.search)
        self.page.adapter_chosen.connect(self._choose_adapter)
        self._search.found.connect(self._found)
        self._search.failed.connect(lambda sentence: self._failed("straps", sentence))
        self._stream_search.found.connect(self._streams_found)
        self._stream_search.failed.connect(lambda sentence: self._failed("streams", sentence))
        self._search.adapters.connect(self._adapters_known)

    def ask(self, sessions: "list[SessionSummary]", *, problem: str = "", news: str = "") -> None:
        """Get the page ready and search.

        Parameters
        ----------
        sessions : list of SessionSummary
            By which straps are known.
        problem, news : str
            What to say beside; may be empty.
        """
        from coherence_desktop.ui.connect.strap_views import last_uses

        self._uses = last_uses(sessions)
        self._news = problem
        self.page.set_connecting(None)
        self.page.set_problem(problem or None)
        self.page.set_news(news or None)
        self.search()

    def known(self, sessions: "list[SessionSummary]") -> Source | None:
        """The strap that was used last, to begin with at once; ``None`` if there was none."""
        from coherence_desktop.ui.connect.strap_views import last_uses

        uses = last_uses(sessions)
        if not uses:
            return None
        last = max(uses.values(), key=lambda session: session.started_utc)
        return Source(last.device_address, last.device_name, self._adapter)

    def search(self) -> None:
        """Search, anew if a search is running."""
        from coherence_desktop.ui.connect.strap_views import batteries

        self._search.start(self._adapter, batteries(self._uses))
        now = self._store.now
        if now.streams_listed and now.way is Way.CLINIC:
            self._stream_search.start(now.stream_address)
        else:
            self._stream_search.stop()
            self._failed("streams", "")
            self._streams_found([])
        self._seconds.start()
        self._say_searching()

    def stop(self) -> None:
        """Search no more."""
        self._seconds.stop()
        self._stream_search.stop()
        self._search.stop()

    def _say_searching(self) -> None:
        self.page.set_searching(self._search.running_s)

    def _found(self, straps: "list[FoundStrap]") -> None:
        from coherence_desktop.ui.connect.strap_views import views

        self._names = {strap.address: strap.name for strap in straps}
        self._straps = views(straps, self._uses, datetime.now(UTC).astimezone())
        self._show()

    def _streams_found(self, streams: "list[FoundStream]") -> None:
        if not streams and not self._streams:
            return
        from coherence_desktop.ui.connect.stream_views import key_of

        self._streams = {key_of(stream): stream for stream in streams}
        self._show()

    def _show(self) -> None:
        shown = self._straps
        if self._streams:
            from coherence_desktop.ui.connect.stream_views import views

            shown = [*shown, *views(list(self._streams.values()))]
        self.page.set_straps(shown)

    def _failed(self, what: str, sentence: str) -> None:
        self._troubles[what] = sentence
        told = filter(None, (self._news, *self._troubles.values()))
        self.page.set_problem(" ".join(told) or None)

    def _adapters_known(self, adapters: "list[Adapter]") -> None:
        powered = [adapter.name for adapter in adapters if adapter.powered]
        current = self._adapter or (powered[0] if powered else "")
        self._listening = current or None
        self.page.set_adapters(
            [
                AdapterView(adapter.name, f"{adapter.name}, {adapter.address}")
                for adapter in adapters
            ],
            current,
        )

    def _choose_adapter(self, adapter: str) -> None:
        self._adapter = adapter
        self.search()

    def _begin_with(self, address: str) -> None:
        self.page.set_connecting(address)
        stream = self._streams.get(address)
        if stream is not None:
            from coherence_desktop.ui.connect.stream_views import name_of

            where = self._store.now.stream_address
            self._begin(Source(name=name_of(stream), stream=stream.info, network=where))
            return
        name = self._names.get(address, address)
        self._begin(Source(address, name, self._adapter or self._listening))

    def _begin(self, source: Source) -> None:
        self.stop()
        self.chosen.emit(source)
