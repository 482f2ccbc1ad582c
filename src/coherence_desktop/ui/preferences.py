"""What a person has set for the window: look, motion, words on the patient's screen."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

from coherence_desktop.ui.theme import Theme

_LONGEST_MIN = 24 * 60


LOOPBACK = "127.0.0.1"


class Look(StrEnum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Motion(StrEnum):
    """Whether things move."""

    SYSTEM = "system"
    FULL = "full"
    REDUCED = "reduced"


class Way(StrEnum):
    """How the app is used here."""

    UNSET = "unset"
    HOME = "home"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class Preferences:
    """All of them, at what they are without anybody having set anything."""

    look: Look = Look.SYSTEM
    motion: Motion = Motion.SYSTEM
    minutes_shown: bool = True
    """Minutes left on the patient's screen."""
    way: Way = Way.UNSET
    tones: bool = False
    """Tones that rise and fall with the breath."""
    volume: int = 60
    """Of tones and voice, 0 to 100."""
    output: str = ""
    """Name of the sound output; empty for the system's own."""
    spoken: bool = False
    """A voice says in and out."""
    wave_shown: bool = True
    """Target wave on the heart-rate plot."""
    shape_shown: bool = True
    """Disc on the patient's screen."""
    lock_after_min: int = 10
    """Minutes without a touch until the window locks; 0 never."""
    lock_in_session: bool = False
    """Whether it locks while a session runs, too."""
    streamed: bool = False
    """Whether sessions are streamed to other programs."""
    stream_address: str = LOOPBACK
    """Of this computer in the network whose programs may listen."""
    streams_listed: bool = False
    """Whether streams of other programs are listed beside the straps."""
    raw_ecg: bool = False
    """Whether a strap that can is asked for its ECG."""
    raw_acceleration: bool = False
    """Whether a strap that can is asked for its acceleration."""


class PreferenceStore(QObject):
    """Keeps preferences in a settings file and puts them into effect on the theme.

    A value in the file that is not understood counts as not set.

    Parameters
    ----------
    theme : Theme
    settings : QSettings
        The file.
    """

    changed = Signal()

    def __init__(self, theme: Theme, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self._now = _read(settings)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()
        theme.changed.connect(self._follow)

    @property
    def now(self) -> Preferences:
        """The preferences as they are."""
        return self._now

    def set(self, preferences: Preferences) -> None:
        """Keep other preferences and put them into effect."""
        if preferences == self._now:
            return
        self._now = preferences
        for field in fields(preferences):
            value = getattr(preferences, field.name)
            kept = value if field.name == "output" else str(value).lower()
            self._settings.setValue(field.name, kept)
        self._apply()
        self.changed.emit()

    def set_way(self, way: Way) -> None:
        """Keep how the app is used here."""
        self.set(replace(self._now, way=way))

    def _follow(self) -> None:
        """Keep a look that was switched by key."""
        if self._theme.dark is not self._wants_dark():
            self.set(replace(self._now, look=Look.DARK if self._theme.dark else Look.LIGHT))

    def _wants_dark(self) -> bool:
        if self._now.look is Look.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._now.look is Look.DARK

    def _apply(self) -> None:
        motion = self._now.motion
        self._theme.set_dark(self._wants_dark())
        reduced = _system_is_still() if motion is Motion.SYSTEM else motion is Motion.REDUCED
        self._theme.set_reduced_motion(reduced)


def _read(settings: QSettings) -> Preferences:
    unset = Preferences()
    look = str(settings.value("look", unset.look))
    motion = str(settings.value("motion", unset.motion))
    way = str(settings.value("way", unset.way))
    return Preferences(
        look=Look(look) if look in tuple(Look) else unset.look,
        motion=Motion(motion) if motion in tuple(Motion) else unset.motion,
        minutes_shown=_switch(settings, "minutes_shown", unset.minutes_shown),
        way=Way(way) if way in tuple(Way) else unset.way,
        tones=_switch(settings, "tones", unset.tones),
        volume=_whole(settings, "volume", unset.volume, 100),
        output=str(settings.value("output", unset.output)),
        spoken=_switch(settings, "spoken", unset.spoken),
        wave_shown=_switch(settings, "wave_shown", unset.wave_shown),
        shape_shown=_switch(settings, "shape_shown", unset.shape_shown),
        lock_after_min=_whole(settings, "lock_after_min", unset.lock_after_min, _LONGEST_MIN),
        lock_in_session=_switch(settings, "lock_in_session", unset.lock_in_session),
        streamed=_switch(settings, "streamed", unset.streamed),
        streams_listed=_switch(settings, "streams_listed", unset.streams_listed),
        raw_ecg=_switch(settings, "raw_ecg", unset.raw_ecg),
        raw_acceleration=_switch(settings, "raw_acceleration", unset.raw_acceleration),
        stream_address=str(settings.value("stream_address", unset.stream_address)),
    )


def _switch(settings: QSettings, name: str, unset: bool) -> bool:  # noqa: FBT001 - a value
    return {"true": True, "false": False}.get(str(settings.value(name, "")).lower(), unset)


def _whole(settings: QSettings, name: str, unset: int, largest: int) -> int:
    text = str(settings.value(name, unset))
    return min(int(text), largest) if text.isdecimal() and text.isascii() else unset


def _system_is_still() -> bool:
    """Whether the desktop asks for no animation; its style then gives them no time."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0
