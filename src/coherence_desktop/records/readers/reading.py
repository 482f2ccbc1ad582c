"""Reads a recording of any kind, known by what the file holds and not by its name."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from coherence_desktop.records.readers.edf_layout import BDF_MARK, EDF_MARK, edf_began
from coherence_desktop.records.readers.recording import Progress, Recording
from coherence_desktop.records.readers.regular import first_bytes, taken
from coherence_desktop.records.readers.rr_file import read_rr_file
from coherence_desktop.records.readers.units import RrUnit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_HEAD_BYTES = 4096
_FIT_MARK, _FIT_MARK_AT = b".FIT", 8
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_GZIP_MARK, _WFDB_SUFFIX = b"\x1f\x8b", ".hea"


def read_recording(
    path: Path,
    *,
    unit: RrUnit | None = None,
    channel: str | None = None,
    progress: Progress | None = None,
) -> Recording:
    """Read the intervals of a recording.

    EDF, EDF+, BDF, BDF+, WFDB records and Garmin .fit files; all text that `read_rr_file` reads.
    R peaks are found in an ECG where there are no annotated beats. Besides the file itself only
    those that belong to it are read: the other files of a WFDB record and the JSON file of a
    BIDS table, in the same folder.

    Parameters
    ----------
    path : Path
        The file; of a WFDB record, any of its files.
    unit : RrUnit, optional
        Of the intervals of a text file.
    channel : str, optional
        Name of the channel with the ECG, for EDF, BDF and WFDB.
    progress : callable, optional
        Is told the share that is done while an ECG is read.

    Raises
    ------
    UnreadableRecording
        If it gives no intervals, in one sentence.
    """
    path = Path(path)
    head = first_bytes(path, _HEAD_BYTES)
    if head.startswith((EDF_MARK, BDF_MARK)):
        from coherence_desktop.records.readers.edf import read_edf

        return replace(read_edf(path, channel, progress), began=edf_began(head))
    if _is_wfdb(path, head):
        from coherence_desktop.records.readers.wfdb_record import read_wfdb

        return read_wfdb(path, channel, progress)
    from coherence_desktop.records.readers.bids_ecg import read_bids_ecg

    table = read_bids_ecg(path, channel, progress)
    if table is not None:
        return table
    if channel is not None:
        what = "has no channels to choose from. Leave the channel out."
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    if head.startswith(_FIT_MARK, _FIT_MARK_AT):
        from coherence_desktop.records.readers.fit import read_fit

        return read_fit(path)
    read = read_rr_file(path, unit)
    t_s = np.cumsum(read.rr_ms) / 1000.0 if read.t_s is None else read.t_s
    return Recording(read.rr_ms, t_s, read.note)


def _is_wfdb(path: Path, head: bytes) -> bool:
    """Tell whether a file is a header, or binary with its header beside it."""
    header = path.with_suffix(_WFDB_SUFFIX)
    if path.name == header.name:
        from coherence_desktop.records.readers.wfdb_header import begins_as_header

        return begins_as_header(head)
    is_text = head.startswith((_GZIP_MARK, b"\xff\xfe", b"\xfe\xff")) or not _BINARY.search(head)
    return not is_text and path.suffix != "" and taken(header)
