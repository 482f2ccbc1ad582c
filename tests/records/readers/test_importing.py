"""Recordings of each format become sessions of a client, with the time at which they began."""

import warnings
from datetime import UTC, datetime

import numpy as np
import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.importing import read_session
from coherence_desktop.records.readers import read_recording
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.ui.clients.importing import import_files

FIT_START_S = 1_100_000_000
FIT_BEGAN = datetime(2024, 11, 8, 11, 33, 20, tzinfo=UTC)
LOCAL = datetime(2019, 3, 2, 22, 58, 30)  # noqa: DTZ001 - such files know no zone


@pytest.fixture
def files(tmp_path, edf, ecg_at, beats_s, wfdb, fit_file):
    """A recording of each format."""
    ecg = ecg_at(beats_s)
    told = {"units": ["mV"], "sig_name": ["MLII"], "fmt": ["16"], "base_datetime": LOCAL}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wfdb.wrsamp("r1", 250, p_signal=ecg[:, None], write_dir=str(tmp_path), **told)
    rr = [800 + 40 * (n % 5) for n in range(60)]
    fit = fit_file().created(FIT_START_S).hrv(*rr[:5]).hrv(*rr[5:10])
    texts = {
        "plain.txt": "".join(f"{one}\n" for one in rr),
        "table.csv": "t_s,rr_ms\n" + "".join(f"{10 + n * 0.75},750\n" for n in range(60)),
    }
    (tmp_path / "watch.fit").write_bytes(fit.bytes())
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return [
        edf({"ECG": ecg}),
        edf({"EKG": ecg}, name="night.bdf"),
        tmp_path / "r1.hea",
        *(tmp_path / name for name in ("watch.fit", *texts)),
    ]


def test_a_session_of_each_format_has_the_beats_of_its_file(library, files):
    client = Charts(library).add([Identified("2026-05-01T09:00:00+00:00", name="M-014")])
    assert import_files(library, client, files) == ["added"] * len(files)
    assert {session.client for session in library.sessions()} == {client}
    lines = [timeline(library.events(session.id)) for session in library.sessions()]
    for path in files:
        found = read_recording(path)
        (line, *_) = [line for line in lines if np.array_equal(line.rr_ms, found.rr_ms)]
        np.testing.assert_allclose(line.t, found.t_s, rtol=0, atol=1e-9)


def test_a_session_begins_when_its_file_says_the_recording_did(files):
    began = {
        path.name: datetime.fromisoformat(read_session(path).events[0].started_utc)
        for path in files
    }
    assert began["watch.fit"] == FIT_BEGAN
    assert began["r1.hea"] == LOCAL.astimezone()
    written = datetime.fromtimestamp(files[-1].stat().st_mtime, UTC)
    assert 0 < (written - began["table.csv"]).total_seconds() < 90


@pytest.mark.parametrize(
    ("told", "began"),
    [
        (b"02.03.1922.58.30", LOCAL),
        (b"31.12.9923.59.59", datetime(1999, 12, 31, 23, 59, 59)),  # noqa: DTZ001
        (b"01.01.8500.00.00", None),
        (b"99.99.9900.00.00", None),
        (b"XX.XX.XX00.00.00", None),
    ],
)
def test_the_start_of_an_edf_is_taken_unless_it_was_blotted_out(files, told, began):
    path = files[0]
    raw = path.read_bytes()
    path.write_bytes(raw[:168] + told + raw[184:])
    assert read_recording(path).began == began
