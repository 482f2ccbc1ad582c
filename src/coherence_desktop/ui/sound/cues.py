"""Which cues of the breath are on: sound, spoken words, shape, wave."""

from dataclasses import dataclass
from enum import Enum, auto


class Cue(Enum):
    """What a page can ask to be switched."""

    SOUND = auto()
    EYES_CLOSED = auto()


@dataclass(frozen=True, slots=True)
class Cues:
    """All of them, as they are now."""

    sound: bool = False
    """Tones that rise and fall with the breath."""
    eyes_closed: bool = False
    """Sound alone; the screen is dark."""
    shape: bool = True
    """The disc on the patient's screen."""
    wave: bool = True
    """The target wave on the heart-rate plot."""
