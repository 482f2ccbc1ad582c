"""EDF, EDF+, BDF and BDF+: an ECG channel, marks of beats, or a channel of RR intervals."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np

from coherence_desktop.records.readers.edf_layout import EdfLayout, edf_layout
from coherence_desktop.records.readers.edf_marks import beat_marks, record_starts, stretches
from coherence_desktop.records.readers.labels import ecg_channel, listed
from coherence_desktop.records.readers.names import plain, rr_index
from coherence_desktop.records.readers.optional import damage_told, damaged_file, package
from coherence_desktop.records.readers.r_peaks import Ecg, heartbeats, pauses
from coherence_desktop.records.readers.recording import (
    FloatArray,
    Progress,
    Recording,
    enough_beats,
    of_beats,
)
from coherence_desktop.records.readers.sampled import intervals_of_channel
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_BLOCK_SAMPLES = 4_000_000


def read_edf(
    path: Path, channel: str | None = None, progress: Progress | None = None
) -> Recording:
    """Read an EDF or BDF file.

    Annotations that mark beats are used where there are enough of them or nothing else is, then
    an ECG channel, then a channel with RR intervals. Discontinuous files keep their gaps.

    Parameters
    ----------
    path : Path
        The file.
    channel : str, optional
        Label of the channel to use, or the one part of a label that fits; annotations are then
        left alone.
    progress : callable, optional
        Is told the share that is done.

    Raises
    ------
    UnreadableRecording
        If it is damaged, has nothing of the kind or no such channel.
    """
    layout = edf_layout(path)
    starts = record_starts(layout, path)
    marks = np.empty(0) if channel is not None else beat_marks(layout, path)
    annotations = set(layout.annotations)
    signals = [at for at in range(len(layout.labels)) if at not in annotations]
    labels = [layout.labels[at] for at in signals]
    found = ecg_channel(labels, path, channel)
    ecg = None if found is None else signals[found]
    if marks.size > 1 and (ecg is None or enough_beats(marks, len(starts) * layout.record_s)):
        whole = stretches(layout, starts, max(layout.samples))
        holes = pauses(whole, max(layout.samples) / layout.record_s) if layout.record_s else []
        return of_beats(marks, f"{marks.size} beats, as annotated in the file.", path, holes)
    rr = rr_index([plain(label) for label in labels])
    if channel is not None and rr != found:
        rr = None
    if rr is not None and ecg in (None, signals[rr]):
        return _intervals(layout, signals[rr], path)
    if ecg is None:
        what = (
            f"has no ECG channel and no marks of beats, only {listed(labels)}. "
            "Name the channel of the ECG, or choose another file."
        )
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    samples = layout.samples[ecg]
    if not samples or not layout.record_s:
        raise damaged_file(path, f"a recording ({layout.kind})")
    parts = stretches(layout, starts, samples)
    source = Ecg(layout.labels[ecg], samples / layout.record_s, parts, _reader(layout, ecg, path))
    beats, holes = heartbeats(source, path, progress)
    return of_beats(beats, source.note(beats.size), path, holes)


def _reader(layout: EdfLayout, channel: int, path: Path) -> Callable[[int, int], FloatArray]:
    edfio = package("edfio", path)
    samples = layout.samples[channel]

    def read(first: int, stop: int) -> FloatArray:
        begin, end = first // samples, -(-stop // samples)
        with damage_told(path, f"a recording ({layout.kind})"):
            file = io.BytesIO(layout.alone(channel, begin, end))
            if layout.kind == "BDF":
                decoded = edfio.read_bdf(file, header_encoding="latin-1")
            else:
                decoded = edfio.read_edf(file, header_encoding="latin-1")
            data: FloatArray = decoded.signals[0].data
        return data[first - begin * samples : stop - begin * samples]

    return read


def _intervals(layout: EdfLayout, channel: int, path: Path) -> Recording:
    samples, name = layout.samples[channel], layout.labels[channel]
    total = samples * len(layout.records)
    if not total or not layout.record_s:
        raise damaged_file(path, f"a recording ({layout.kind})")
    read = _reader(layout, channel, path)
    blocks = [
        read(first, min(first + _BLOCK_SAMPLES, total))
        for first in range(0, total, _BLOCK_SAMPLES)
    ]
    rate_hz = samples / layout.record_s
    return intervals_of_channel(blocks, rate_hz, name, layout.units[channel], path)
