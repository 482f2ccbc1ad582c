"""Artefacts: which intervals no heart made or no sinus node timed, and what takes their place."""

from coherence_desktop.signal.artefacts.correction import correct
from coherence_desktop.signal.artefacts.live import LiveDetector
from coherence_desktop.signal.artefacts.outcome import (
    KINDS,
    Correction,
    InvalidInterval,
    Judgement,
)

__all__ = ["KINDS", "Correction", "InvalidInterval", "Judgement", "LiveDetector", "correct"]
