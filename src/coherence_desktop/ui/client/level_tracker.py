"""The calm version of the coherence level: it changes only when it means it."""

from coherence_desktop.practice.levels import Levels
from coherence_desktop.signal.results import Absent, Coherence

BEATS_TO_CHANGE = 3


class LevelTracker:
    """Level of coherence, 1 to 3, that follows after three beats in a new level.

    Parameters
    ----------
    levels : Levels
        Limits between the levels.
    """

    def __init__(self, levels: Levels | None = None) -> None:
        self._levels = levels or Levels()
        self._level: int | None = None
        self._newer: int | None = None
        self._beats = 0

    @property
    def level(self) -> int | None:
        """1 low, 2 medium, 3 high; ``None`` while there is no coherence to speak of."""
        return self._level

    def beat(self, coherence: Coherence | Absent) -> int | None:
        """Take the coherence after one beat; give the level to show."""
        if isinstance(coherence, Absent):
            self._level, self._newer, self._beats = None, None, 0
            return None
        level = self._levels.of(coherence.score)
        if level == self._level:
            self._newer, self._beats = None, 0
        elif level == self._newer:
            self._beats += 1
        else:
            self._newer, self._beats = level, 1
        if self._beats >= BEATS_TO_CHANGE:
            self._level, self._newer, self._beats = level, None, 0
        return self._level
