"""The cues of one running session: keeps its sound, its voice and its dark screen."""

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.ui.preferences import Preferences, PreferenceStore
from coherence_desktop.ui.sound.cues import Cue, Cues

if TYPE_CHECKING:
    from collections.abc import Callable

    from coherence_desktop.practice.pacer import Pacer
    from coherence_desktop.sound.breath_sound import BreathSound
    from coherence_desktop.ui.sound.speech import Speech

LOOK_MS = 200
"""How often it is looked whether a breath is asked for."""
FASTEST = 2.0
"""Speed of a replay up to which it sounds: nobody breathes faster than that."""


class CueSource(Protocol):
    """What the cues follow."""

    @property
    def pacer(self) -> "Pacer | None":
        """The breath that is asked for."""

    def now(self) -> float:
        """Session time in seconds; called from the sound's threads too."""


class SessionCues(QObject):
    """Sounds and speaks while a breath is asked for, as the preferences say.

    Closed eyes need a sound: where neither tones nor voice are on, tones play for as long.

    Parameters
    ----------
    store : PreferenceStore, optional
        What is set; without one nothing sounds until it is asked for.
    make_sound : callable, optional
        Makes what plays.
    """

    changed = Signal(object)
    """The `Cues` as they are now."""
    told = Signal(str)
    """Something about sound, in a sentence."""

    def __init__(
        self,
        store: PreferenceStore | None = None,
        make_sound: "Callable[[], BreathSound] | None" = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._alone = Preferences()
        self._make_sound = make_sound or _breath_sound
        self._eyes_closed = False
        self._source: CueSource | None = None
        self._speed = 1.0
        self._sound: BreathSound | None = None
        self._fading: list[BreathSound] = []
        self._speech: Speech | None = None
        self._last_told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        if store is not None:
            store.changed.connect(self._set_anew)

    @property
    def now(self) -> Cues:
        """The cues as they are."""
        given = self._set
        return Cues(self._tones, self._eyes_closed, given.shape_shown, given.wave_shown)

    def begin(self, source: CueSource, speed: float = 1.0) -> None:
        """Follow a session."""
        self._source, self._speed = source, speed
        self._timer.start()
        self._look()

    def end(self, *, wait: bool = False) -> None:
        """Fade out; with ``wait`` until it is over, as when the window closes."""
        self._timer.stop()
        self._source = None
        self._stop_sound()
        if wait:
            for sound in self._fading:
                sound.join()

    def chime(self) -> None:
        """Play one soft tone, at the volume that is set."""
        if self._store is not None and self._set.volume:
            from coherence_desktop.sound.chime import chime

            chime(self._set.volume / 100.0, self._set.output)

    def switch(self, cue: Cue) -> None:
        """Turn a cue on or off."""
        if cue is Cue.SOUND:
            self._put(replace(self._set, tones=not self._set.tones))
        else:
            self._eyes_closed = not self._eyes_closed
            self._set_anew()

    @property
    def _set(self) -> Preferences:
        return self._alone if self._store is None else self._store.now

    @property
    def _tones(self) -> bool:
        return self._set.tones or (self._eyes_closed and not self._set.spoken)

    def _put(self, preferences: Preferences) -> None:
        if self._store is not None:
            self._store.set(preferences)
        else:
            self._alone = preferences
            self._set_anew()

    def _set_anew(self) -> None:
        self._look()
        self.changed.emit(self.now)

    def _look(self) -> None:
        source = self._source
        pacer = None if source is None else source.pacer
        if source is None or pacer is None or self._speed > FASTEST:
            self._stop_sound()
            return
        if self._tones:
            self._play(source)
        else:
            self._stop_sound()
        if self._set.spoken:
            self._speak(pacer, source.now())

    def _play(self, source: CueSource) -> None:
        if self._sound is None:
            self._sound = self._make_sound()
            self._follow_settings(self._sound)
            self._sound.start(lambda: source.pacer, source.now, self._speed)
        else:
            self._follow_settings(self._sound)
            self._tell(self._sound.state.sentence)

    def _follow_settings(self, sound: "BreathSound") -> None:
        sound.set_volume(self._set.volume / 100.0)
        sound.set_device(self._set.output)

    def _stop_sound(self) -> None:
        self._fading = [sound for sound in self._fading if sound.running]
        if self._sound is not None:
            self._sound.stop()
            self._fading.append(self._sound)
            self._sound = None

    def _speak(self, pacer: "Pacer", now: float) -> None:
        if self._speech is None:
            from coherence_desktop.ui.sound.speech import Speech

            self._speech = Speech(parent=self)
            if self._speech.absent_because:
                self.told.emit(self._speech.absent_because)
        self._speech.set_volume(self._set.volume / 100.0)
        self._speech.look_ahead(pacer, now, self._speed)

    def _tell(self, sentence: str) -> None:
        if sentence != self._last_told:
            self._last_told = sentence
            if sentence:
                self.told.emit(sentence)


def _breath_sound() -> "BreathSound":
    from coherence_desktop.sound.breath_sound import BreathSound

    return BreathSound()
