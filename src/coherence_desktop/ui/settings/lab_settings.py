"""Settings for a lab: live streams for its other programs."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.clients.fields import Field
from coherence_desktop.ui.settings.preferences import LOOPBACK, PreferenceStore
from coherence_desktop.ui.settings.rows import WIDTH_PX, quiet, section, setting_row
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_STREAMS = (
    "Beats, heart rate, coherence and marks of a session, live, for programs that understand LSL. "
    "Off unless you turn it on."
)
_ADDRESS = "Of this computer in the lab's network; 127.0.0.1 for programs on this computer alone."


class LabSettings(QWidget):
    """Whether sessions are streamed, and where to; in effect from the next session on.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
    """

    def __init__(
        self, theme: Theme, store: PreferenceStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.streams = SegmentedControl(
            theme, ("On", "Off"), name="Streams", drawn_height=40, size_px=14
        )
        self.address = Field(theme, "Address", LOOPBACK)
        self.address.setFixedWidth(180)
        parts = [
            setting_row(theme, "Streams", quiet(theme, _STREAMS), self.streams),
            None,
            setting_row(theme, "Address", quiet(theme, _ADDRESS), self.address),
        ]
        whole = section(theme, "For the lab", parts)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.setMaximumWidth(WIDTH_PX)
        self._show_now()
        self.streams.chosen.connect(self._set_streams)
        self.address.kept.connect(self._set_address)
        store.changed.connect(self._show_now)

    def _set_streams(self, index: int) -> None:
        self._store.set(replace(self._store.now, streamed=index == 0))

    def _set_address(self, text: str) -> None:
        from coherence_desktop.errors import Problem
        from coherence_desktop.stream import network

        wanted = text.strip() or LOOPBACK
        try:
            network.checked(wanted)
        except Problem as problem:
            self.address.say(problem.message)
            return
        self.address.say("")
        self._store.set(replace(self._store.now, stream_address=wanted))

    def _show_now(self) -> None:
        now = self._store.now
        self.streams.set_current(0 if now.streamed else 1)
        self.address.set_text(now.stream_address)
