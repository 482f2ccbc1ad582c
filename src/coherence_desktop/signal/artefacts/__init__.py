"""Artefacts: which intervals no heart made or no sinus node timed, and what takes their place."""

from coherence_desktop.signal.artefacts.correction import correct
from coherence_desktop.signal.artefacts.live import LiveDetector
from coherence_desktop.signal.artefacts.outcome import (
    KINDS,
    Correction,
    InvalidInterval,
    Judgement,
)
from coherence_desktop.signal.artefacts.told import TOLD_KINDS

__all__ = [
    "KINDS",
    "TOLD_KINDS",
    "Correction",
    "InvalidInterval",
    "Judgement",
    "LiveDetector",
    "correct",
]
