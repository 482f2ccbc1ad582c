"""Measures of exposure trials, on numbers alone."""

from coherence_desktop.signal.exposure.across import Course, across
from coherence_desktop.signal.exposure.beats import SessionBeats
from coherence_desktop.signal.exposure.heart import smoothed_bpm
from coherence_desktop.signal.exposure.measures import TrialCourse, TrialMeasures, trial_measures

__all__ = [
    "Course",
    "SessionBeats",
    "TrialCourse",
    "TrialMeasures",
    "across",
    "smoothed_bpm",
    "trial_measures",
]
