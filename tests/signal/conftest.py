"""Fixtures for the measures."""

import json

import numpy as np
import pytest


@pytest.fixture(scope="session")
def reference(recordings) -> dict:
    """Values by the definitions, by recording, from independent code."""
    return json.loads((recordings / "reference.json").read_text())


@pytest.fixture
def breathing_rr():
    """Make RR intervals in ms that swing as one wave: ``breathing_rr(seconds, hz, ...)``."""

    def make(seconds, hz=0.1, mean_ms=850.0, swing_ms=80.0, phase=0.0):
        t, rr = 0.0, []
        while t < seconds:
            rr.append(mean_ms - swing_ms * np.cos(2 * np.pi * hz * t + phase))
            t += rr[-1] / 1000
        return np.array(rr)

    return make
