"""The samples of an ECG file as they are: for an emulated strap that plays them."""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from coherence_desktop.records.readers.edf_layout import edf_layout
from coherence_desktop.records.readers.labels import ecg_channel
from coherence_desktop.records.readers.optional import damage_told, package
from coherence_desktop.records.readers.recording import FloatArray
from coherence_desktop.records.readers.regular import first_bytes
from coherence_desktop.records.readers.text import read_text
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_EDF, _ZIP = b"0       ", b"PK\x03\x04"


def read_ecg_samples(path: Path, rate_hz: float | None = None) -> tuple[FloatArray, float]:
    """Read an ECG from EDF, from an ``.npz`` with ``sig`` and ``fs``, or from numbers one a line.

    Parameters
    ----------
    path : Path
    rate_hz : float, optional
        Samples a second, which text does not tell.

    Returns
    -------
    samples : ndarray, shape (n,), float64
        In the file's own unit.
    rate_hz : float

    Raises
    ------
    UnreadableRecording
        If it is none of these, or its rate is not known.
    """
    head = first_bytes(path, 8)
    if head == _EDF:
        samples, told_hz = _of_edf(path)
    elif head.startswith(_ZIP):
        samples, told_hz = _of_npz(path)
    else:
        samples, told_hz = _of_text(path), None
    rate = rate_hz or told_hz
    if not rate:
        what = "does not say how many samples a second it has. Tell it with --ecg-hz."
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    if not samples.size or not np.isfinite(samples).all():
        what = "has no ECG, or values that are no numbers. Choose another file."
        raise UnreadableRecording(path, Reason.DAMAGED, what)
    return samples, float(rate)


def _of_edf(path: Path) -> tuple[FloatArray, float]:
    layout = edf_layout(path)
    signals = [at for at in range(len(layout.labels)) if at not in set(layout.annotations)]
    found = ecg_channel([layout.labels[at] for at in signals], path, None)
    if found is None:
        what = "has no ECG channel. Choose another file."
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    edfio = package("edfio", path)
    with damage_told(path, "a recording (EDF)"):
        signal = edfio.read_edf(path, header_encoding="latin-1").signals
        label = layout.labels[signals[found]]
        chosen = next(one for one in signal if one.label == label)
        samples: FloatArray = np.asarray(chosen.data, dtype=np.float64)
        return samples, float(chosen.sampling_frequency)


def _of_npz(path: Path) -> tuple[FloatArray, float]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            return np.asarray(held["sig"], dtype=np.float64).ravel(), float(held["fs"])
    except (KeyError, ValueError, OSError, TypeError, BadZipFile) as error:
        what = "holds no ECG under sig and fs. Choose another file."
        raise UnreadableRecording(path, Reason.DAMAGED, what) from error


def _of_text(path: Path) -> FloatArray:
    try:
        return np.array([float(word) for word in read_text(path).split()])
    except ValueError as error:
        what = "is no ECG: it must be EDF, npz, or numbers one a line. Choose another file."
        raise UnreadableRecording(path, Reason.DAMAGED, what) from error
