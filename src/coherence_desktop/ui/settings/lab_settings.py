"""Settings for a lab: raw signals of the strap, and live streams to and from other programs."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.preferences import LOOPBACK, PreferenceStore
from coherence_desktop.ui.settings.rows import WIDTH_PX, quiet, section, setting_row
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_STREAMS = (
    "Beats, heart rate, coherence and marks of a session, live, for programs that understand LSL. "
    "Off unless you turn it on."
)
_ECG = "Recorded beside the beats, from straps that stream it, such as the Polar H10: 44 MB a day."
_ACCELERATION = "Of the chest, from such straps: breathing is taken from it where it is clear."
_BEATS = (
    "Streams of RR intervals or heart rates that other programs send by LSL stand beside the "
    "straps when a session begins. Off unless you turn it on."
)
_ADDRESS = (
    "Of this computer in the lab's network, for streams out and in; 127.0.0.1 for programs on "
    "this computer alone."
)


class LabSettings(QWidget):
    """What is recorded beside beats, what is streamed, and whether beats may come by a stream.

    In effect from the next session on.

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
        self._showing = False
        self._theme = theme
        self.streams = self._switch("Streams")
        self.beats = self._switch("Beats from a stream")
        self.address = Field(theme, "Address", LOOPBACK)
        self.address.setFixedWidth(180)
        self.ecg = self._switch("ECG")
        self.acceleration = self._switch("Acceleration")
        parts = [
            setting_row(theme, "ECG", quiet(theme, _ECG), self.ecg),
            None,
            setting_row(theme, "Acceleration", quiet(theme, _ACCELERATION), self.acceleration),
            None,
            setting_row(theme, "Streams", quiet(theme, _STREAMS), self.streams),
            None,
            setting_row(theme, "Beats from a stream", quiet(theme, _BEATS), self.beats),
            None,
            setting_row(theme, "Address", quiet(theme, _ADDRESS), self.address),
        ]
        whole = section(theme, "For the lab", parts)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.setMaximumWidth(WIDTH_PX)
        self._show_now()
        for control in (self.streams, self.beats, self.ecg, self.acceleration):
            control.chosen.connect(lambda _: self._set())
        self.address.kept.connect(self._set_address)
        store.changed.connect(self._show_now)

    def _switch(self, name: str) -> SegmentedControl:
        return SegmentedControl(self._theme, ("On", "Off"), name=name, drawn_height=40, size_px=14)

    def _set(self) -> None:
        if self._showing:
            return
        self._store.set(
            replace(
                self._store.now,
                streamed=self.streams.current == 0,
                streams_listed=self.beats.current == 0,
                raw_ecg=self.ecg.current == 0,
                raw_acceleration=self.acceleration.current == 0,
            )
        )

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
        self._showing = True
        self.streams.set_current(0 if now.streamed else 1)
        self.beats.set_current(0 if now.streams_listed else 1)
        self.ecg.set_current(0 if now.raw_ecg else 1)
        self.acceleration.set_current(0 if now.raw_acceleration else 1)
        self.address.set_text(now.stream_address)
        self._showing = False
