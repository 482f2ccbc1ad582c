"""Measures of exposure trials, on numbers alone."""

from coherence_desktop.signal.exposure.beats import SessionBeats
from coherence_desktop.signal.exposure.heart import smoothed_bpm
from coherence_desktop.signal.exposure.measures import TrialCourse, TrialMeasures, trial_measures

__all__ = ["SessionBeats", "TrialCourse", "TrialMeasures", "smoothed_bpm", "trial_measures"]
