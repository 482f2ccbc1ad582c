"""Settings of the breath's cues: tones, voice, output, wave and shape."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.preferences import Preferences, PreferenceStore
from coherence_desktop.ui.settings.rows import WIDTH_PX, quiet, section, setting_row
from coherence_desktop.ui.settings.volume_slider import VolumeSlider
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.widgets.select import Select
from coherence_desktop.ui.worker import Worker

OWN = "The system's own"
_SPOKEN = "A voice says in and out at each turn."
_OUTPUT = "Where tones are played."


class CueSettings(QWidget):
    """What goes with the breath, in effect at once, in a running session too.

    Outputs are looked for when it is first shown, beside the window.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
    outputs : callable, optional
        Gives the names of the sound outputs; may take its time.
    voice_absent : callable, optional
        Why nothing can be spoken; empty where it can.
    """

    def __init__(
        self,
        theme: Theme,
        store: PreferenceStore,
        outputs: Callable[[], tuple[str, ...]] | None = None,
        voice_absent: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self._find_outputs = outputs or _system_outputs
        self._voice_absent = voice_absent or _voice_absent
        self._worker = Worker(self)
        self._names: tuple[str, ...] = ()
        self._asked = False
        self.tones = self._switch("Tones")
        self.volume = VolumeSlider(theme, "Volume")
        self.output = Select(theme, "Sound output")
        self.spoken = self._switch("Spoken words")
        self.shape = self._switch("Shape", "Shown", "Hidden")
        self.wave = self._switch("Target wave", "Shown", "Hidden")
        self.spoken_words = quiet(theme, _SPOKEN)
        self.output_words = quiet(theme, _OUTPUT)
        tones = quiet(
            theme, "Rising as you breathe in, falling as you breathe out. F8 in a session."
        )
        shape = quiet(theme, "The disc on the patient screen; its word stays.")
        wave = quiet(theme, "Ahead of now on the heart-rate plot.")
        parts: list[QWidget | None] = []
        for name, words, control in (
            ("Tones", tones, self.tones),
            ("Spoken words", self.spoken_words, self.spoken),
            ("Volume", quiet(theme, "Of tones and voice."), self.volume),
            ("Sound output", self.output_words, self.output),
            ("Shape", shape, self.shape),
            ("Target wave", wave, self.wave),
        ):
            parts += [setting_row(theme, name, words, control), None]
        whole = section(theme, "Cues of the breath", parts[:-1])
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.setMaximumWidth(WIDTH_PX)
        self._show_now()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Look once what there is to play on and to speak with."""
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            absent = self._voice_absent()
            self.spoken_words.set_text(absent or _SPOKEN)
            self.spoken.setEnabled(not absent)
            self._worker.run(self._find_outputs, self._found, self._not_found)

    def _switch(self, name: str, on: str = "On", off: str = "Off") -> SegmentedControl:
        return SegmentedControl(self._theme, (on, off), name=name, drawn_height=40, size_px=14)

    def _connect(self) -> None:
        store = self._store

        def put(**changes: object) -> None:
            store.set(replace(store.now, **changes))  # type: ignore[arg-type]

        self.tones.chosen.connect(lambda index: put(tones=index == 0))
        self.spoken.chosen.connect(lambda index: put(spoken=index == 0))
        self.shape.chosen.connect(lambda index: put(shape_shown=index == 0))
        self.wave.chosen.connect(lambda index: put(wave_shown=index == 0))
        self.volume.valueChanged.connect(lambda value: put(volume=value))
        self.output.currentIndexChanged.connect(self._choose_output)
        store.changed.connect(self._show_now)

    def _choose_output(self, index: int) -> None:
        if index >= 0:
            name = self._offered()[index]
            self._store.set(replace(self._store.now, output=name))

    def _offered(self) -> tuple[str, ...]:
        """Names in the list: the system's own, those found, and the one that is set."""
        return tuple(dict.fromkeys(("", *self._names, self._store.now.output)))

    def _found(self, names: tuple[str, ...]) -> None:
        self._names = names
        none = "No sound output is found. Connect one and open this page again."
        self.output_words.set_text(_OUTPUT if names else none)
        self._show_outputs(self._store.now)

    def _not_found(self, problem: Exception) -> None:
        self.output_words.set_text(str(problem))

    def _show_outputs(self, now: Preferences) -> None:
        offered = self._offered()
        gone = {now.output} - set(self._names) if self._names else set()
        words = [f"{name} (not there)" if name in gone else name for name in offered]
        self.output.set_options([OWN, *words[1:]], offered.index(now.output))

    def _show_now(self) -> None:
        now = self._store.now
        for control, on in (
            (self.tones, now.tones),
            (self.spoken, now.spoken),
            (self.shape, now.shape_shown),
            (self.wave, now.wave_shown),
        ):
            control.set_current(0 if on else 1)
        self.volume.setValue(now.volume)
        self._show_outputs(now)


def _system_outputs() -> tuple[str, ...]:
    from coherence_desktop.sound.outputs import SystemOutputs

    return SystemOutputs().names()


def _voice_absent() -> str:
    from coherence_desktop.ui.sound.speech import absent_because

    return absent_because()
