"""Assessments: resonance step by step, sliding or in finer steps, deep breathing, resting."""

from coherence_desktop.practice.assessments.protocols import Options, Order, Protocol, all  # noqa: A004
from coherence_desktop.practice.assessments.runner import Assessment, assessment
from coherence_desktop.practice.assessments.state import AssessmentState

__all__ = ["Assessment", "AssessmentState", "Options", "Order", "Protocol", "all", "assessment"]
