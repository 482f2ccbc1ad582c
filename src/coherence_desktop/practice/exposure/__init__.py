"""Interoceptive exposure: trials as events, and what follows from them."""

from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.exposure.state import TrialState

__all__ = ["ExposureSession", "TrialState"]
