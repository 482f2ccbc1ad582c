"""Recordings of other programs, read as RR intervals."""

from coherence_desktop.records.readers.rr_file import RrFile, read_rr_file
from coherence_desktop.records.readers.units import RrUnit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

__all__ = ["Reason", "RrFile", "RrUnit", "UnreadableRecording", "read_rr_file"]
