"""A heart whose every interval is known: rest, a ramp up, a plateau, the ramp down, rest."""

import numpy as np
import pytest

from coherence_desktop.signal.exposure import SessionBeats

REST_S = 100


@pytest.fixture
def ramp_rr_ms() -> np.ndarray:
    """Intervals: 100 s at 60 a minute, then 10 ms less each beat, 10 s at 120, and back."""
    up = np.arange(990.0, 500.0, -10.0)
    return np.concatenate(
        [np.full(REST_S, 1000.0), up, np.full(20, 500.0), up[::-1], np.full(150, 1000.0)]
    )


@pytest.fixture
def ramp(ramp_rr_ms: np.ndarray) -> SessionBeats:
    """The same as beats of a session that begins with the first interval."""
    return SessionBeats.of(np.cumsum(ramp_rr_ms) / 1000.0, ramp_rr_ms)
