"""What a simulated person is like: the settings of the model, in physiological terms."""

import math
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A calm young adult by default.

    Raises
    ------
    ValueError
        If a setting is negative or not finite, or more than a third of the beats are faulty.
    """

    mean_bpm: float = 66.0
    rsa_bpm: float = 27.0
    """Peak-to-trough heart rate of a full breath at the resonance frequency."""
    resonance_hz: float = 0.1
    resonance_q: float = 2.8
    """How sharp the resonance is."""
    lag_s: float = 0.3
    """How far the breath follows behind the guide."""
    timing_jitter_s: float = 0.4
    """Standard deviation of that lag."""
    depth_jitter: float = 0.2
    """Standard deviation of the depth of breaths, as a share of a full one."""
    free_rate_per_min: float = 14.0
    """Breaths a minute without a guide."""
    free_rate_jitter: float = 0.28
    """Standard deviation of that rate, as a share."""
    free_depth: float = 0.6
    """Depth of breaths without a guide, as a share of a full one."""
    mayer_bpm: float = 2.6
    """Standard deviation of the Mayer waves of blood pressure, as heart rate."""
    mayer_hz: float = 0.095
    drift_bpm: float = 3.0
    """Standard deviation of slow drift, with a spectrum near 1/f."""
    beat_jitter: float = 0.006
    """Standard deviation of what else moves single beats, as a share of the interval."""
    ectopic_share: float = 0.0
    """Share of beats that come too early, each with a compensatory pause."""
    missed_share: float = 0.0
    """Share of beats that the strap does not see."""
    extra_share: float = 0.0
    """Share of intervals in which the strap sees a beat that is none."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (math.isfinite(value) and value >= 0.0):
                raise ValueError(f"{field.name} must be zero or more, not {value!r}")
        for name in ("mean_bpm", "resonance_hz", "resonance_q", "free_rate_per_min", "mayer_hz"):
            if getattr(self, name) == 0.0:
                raise ValueError(f"{name} must be above zero")
        if self.faulty_share > 1.0 / 3.0:
            raise ValueError(
                f"at most a third of the beats can be faulty, not {self.faulty_share}"
            )

    @property
    def faulty_share(self) -> float:
        """Share of beats that are ectopic, missed or extra."""
        return self.ectopic_share + self.missed_share + self.extra_share
