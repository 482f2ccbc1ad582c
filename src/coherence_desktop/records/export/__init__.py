"""Sessions as files for other people's tools: BIDS, EDF+, tidy CSV tables, RR text."""

from coherence_desktop.records.course import Course
from coherence_desktop.records.export.bids import export_bids
from coherence_desktop.records.export.cells import exact_ms
from coherence_desktop.records.export.edf import export_edf
from coherence_desktop.records.export.placing import Placing
from coherence_desktop.records.export.problems import (
    ExportCancelled,
    ExportNeedsPackage,
    ExportOvertaken,
)
from coherence_desktop.records.export.session import SessionToExport, export_name
from coherence_desktop.records.export.tables import BEAT_COLUMNS, export_csv, export_rr
from coherence_desktop.records.export.together import ExportOptions, export_sessions
from coherence_desktop.records.export_files import ExportExists, ExportFailed
from coherence_desktop.records.export_formats import ExportFormat

__all__ = [
    "BEAT_COLUMNS",
    "Course",
    "ExportCancelled",
    "ExportExists",
    "ExportFailed",
    "ExportFormat",
    "ExportNeedsPackage",
    "ExportOptions",
    "ExportOvertaken",
    "Placing",
    "SessionToExport",
    "exact_ms",
    "export_bids",
    "export_csv",
    "export_edf",
    "export_name",
    "export_rr",
    "export_sessions",
]
