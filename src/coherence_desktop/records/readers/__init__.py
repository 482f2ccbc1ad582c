"""Recordings of other programs, read as RR intervals."""

from coherence_desktop.records.readers.reading import read_recording
from coherence_desktop.records.readers.recording import Hole, Recording
from coherence_desktop.records.readers.rr_file import RrFile, read_rr_file
from coherence_desktop.records.readers.units import RrUnit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

__all__ = [
    "Hole",
    "Reason",
    "Recording",
    "RrFile",
    "RrUnit",
    "UnreadableRecording",
    "read_recording",
    "read_rr_file",
]
