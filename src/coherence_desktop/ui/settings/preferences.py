"""What a person has set for the window: look, motion, words on the patient's screen."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

from coherence_desktop.ui.theme import Theme


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
            self._settings.setValue(field.name, str(value).lower())
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
        minutes_shown=str(settings.value("minutes_shown", "true")).lower() != "false",
        way=Way(way) if way in tuple(Way) else unset.way,
    )


def _system_is_still() -> bool:
    """Whether the desktop asks for no animation; its style then gives them no time."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0
