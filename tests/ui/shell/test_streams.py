"""Sessions from a stream of another program, through the connect page, and what it leaves be."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from coherence_desktop.acquisition.anchor import started_now
from coherence_desktop.events import (
    Beat,
    Device,
    Ended,
    Gap,
    HeartRate,
    Link,
    LinkState,
    Marker,
    Reopened,
    Started,
)
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.shell.continue_page import ContinuePage

PASSPHRASE = "seven quiet herons at dusk"
NAME = "Polar H10 5A1B2C3D"
RR_MS = [420.0 + (k % 5 - 2) / 1.024 for k in range(600)]


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


@pytest.fixture
def name() -> str:
    """A name that no other test's stream has."""
    return f"Belt {uuid.uuid4().hex[:8]}"


@pytest.fixture
def settings(tmp_path) -> Path:
    """A folder with the settings of a lab: streams are listed, sessions are streamed."""
    kept = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    kept.setValue("streams_listed", "true")
    kept.sync()
    return tmp_path


@pytest.fixture
def choose():
    """Choose a stream on the connect page and wait for the session's page."""

    def begin(app, name: str):
        page = app.page
        assert isinstance(page, ConnectPage)
        app.until(lambda: name in [row.strap.name for row in page.strap_list.rows])
        row = next(row for row in page.strap_list.rows if row.strap.name == name)
        page.strap_list.select(row.strap.address)
        app.press(Qt.Key.Key_Return)
        return app.live()

    return begin


def sent(outlet, count: int) -> list[tuple[float, float]]:
    return [tuple(json.loads(outlet.line())) for _ in range(count)]


def test_a_session_from_a_stream_holds_every_beat_that_was_sent(
    open_app, settings, lsl_outlet, name, choose, kept
):
    outlet = lsl_outlet(name, RR_MS, every_s=0.42)
    app = open_app()
    page = app.unlocked()
    app.until(lambda: name in app.words())
    assert "every beat" in app.words()
    assert page.accessibleName()
    live = choose(app, name)
    app.until(lambda: len(live.model.track) >= 12)
    assert live.top_bar.strap.text.startswith(name)
    app.press(Qt.Key.Key_M)
    app.ended()
    app.close()
    events = kept(app.library_path)
    beats = of(Beat, events)
    told = sent(outlet, len(beats))
    assert [beat.rr_ms for beat in beats] == [rr for _, rr in told]
    first = beats[0].t - told[0][0]
    for beat, (local_s, _) in zip(beats, told, strict=True):
        assert beat.t - local_s == pytest.approx(first, abs=0.005)
    assert of(Started, events)[0].source == "lsl"
    assert not of(Gap, events)
    assert len(of(Marker, events)) == 1
    assert isinstance(events[-1], Ended)


def test_a_stream_that_breaks_off_is_told_and_its_return_noticed(
    open_app, settings, lsl_outlet, name, choose, kept
):
    first = lsl_outlet(name, RR_MS, every_s=0.42)
    app = open_app()
    app.unlocked()
    live = choose(app, name)
    app.until(lambda: len(live.model.track) >= 6)
    first.kill()
    app.until(lambda: "broke off" in live.notices.strap.text)
    assert live.notices.strap.text.endswith("Recording goes on.")
    assert "reconnecting" in live.top_bar.strap.accessibleName()
    before = len(live.model.track)
    lsl_outlet(name, RR_MS, every_s=0.42)
    app.until(lambda: len(live.model.track) >= before + 3)
    assert live.notices.strap.text == ""
    app.ended()
    app.close()
    events = kept(app.library_path)
    (gap,) = of(Gap, events)
    assert gap.cause == "stream_lost"
    states = [link.state for link in of(Link, events)]
    assert states.count(LinkState.CONNECTED) == 2


def test_a_stream_of_heart_rates_is_honest_about_what_it_cannot_give(
    open_app, settings, lsl_outlet, name, choose, kept
):
    lsl_outlet(name, [61.0, 62.0] * 100, kind="HeartRate", unit="bpm", every_s=1.0)
    app = open_app()
    page = app.unlocked()
    app.until(lambda: name in app.words())
    row = next(row for row in page.strap_list.rows if row.strap.name == name)
    page.strap_list.select(row.strap.address)
    assert "heart rate only" in app.words()
    assert "Coherence, spectrum and variability need beats" in app.words()
    live = choose(app, name)
    app.until(lambda: live.model.rate_told(app.session_s()) is not None)
    app.until(lambda: live.values.heart_rate.words in ("61 bpm", "62 bpm"))
    assert live.values.coherence.words == "This stream sends heart rates only."
    app.ended()
    app.close()
    events = kept(app.library_path)
    assert {rate.bpm for rate in of(HeartRate, events)} <= {61, 62}
    assert of(HeartRate, events)
    assert not of(Beat, events)


def test_the_strap_worn_last_is_still_the_one_to_begin_with(
    open_app, settings, lsl_outlet, name, choose, strap
):
    strap(RR_MS, name=NAME, speed=4.0)
    lsl_outlet(name, RR_MS, every_s=0.42)
    app = open_app()
    page = app.unlocked()
    app.until(lambda: {NAME, name} <= {row.strap.name for row in page.strap_list.rows})
    app.picture("connect-streams")
    page.strap_list.select(
        next(row.strap.address for row in page.strap_list.rows if row.strap.name == NAME)
    )
    app.press(Qt.Key.Key_Return)
    live = app.live()
    app.until(lambda: len(live.model.track) >= 3)
    app.ended()
    live = choose(app, name)
    app.until(lambda: len(live.model.track) >= 3)
    app.ended()
    app.close()
    with Library.open(app.library_path, parse_key(PASSPHRASE)) as library:
        sessions = library.sessions()
    assert {session.source for session in sessions} == {"strap", "lsl"}
    from coherence_desktop.ui.connect.strap_views import last_uses

    (worn,) = last_uses(sessions).values()
    assert worn.device_name == NAME
    (streamed,) = (session for session in sessions if session.source == "lsl")
    assert streamed.device_address == ""


def test_streams_are_not_looked_for_unless_a_clinic_asks(
    open_app, settings, lsl_outlet, name, tmp_path
):
    lsl_outlet(name, RR_MS, every_s=0.42)
    unasked = tmp_path / "unasked"
    unasked.mkdir()
    app = open_app(settings=unasked)
    page = app.unlocked()
    app.qtbot.wait(2500)
    assert page.strap_list.rows == ()
    assert app.shell._course._straps._stream_search.running_s is None


def test_without_that_network_a_session_runs_and_says_why_nothing_is_streamed(open_app, settings):
    kept = QSettings(str(settings / "settings.ini"), QSettings.Format.IniFormat)
    kept.setValue("stream_address", "198.51.100.77")
    kept.setValue("streamed", "true")
    kept.sync()
    app = open_app()
    page = app.unlocked()
    app.until(lambda: "no network address 198.51.100.77" in page.problem)
    app.click("Practise without a strap")
    live = app.live()
    assert "no network address 198.51.100.77" in live.notices.told.text
    app.until(lambda: live.top_bar.recording.accessibleName().endswith("Recording"))
    app.ended()


@pytest.fixture
def died(tmp_path) -> Path:
    """A library with a session from a stream that ended without closing."""
    path = tmp_path / "library.db"
    with Library.create(path, parse_key(PASSPHRASE)) as library:
        began = datetime.now(UTC) - timedelta(seconds=60)
        now = started_now(title="Breathing", source="lsl")
        started = Started(
            0.0,
            started_utc=began.isoformat(timespec="microseconds"),
            timezone=now.timezone,
            utc_offset_s=now.utc_offset_s,
            app_version=now.app_version,
            title=now.title,
            source=now.source,
        )
        session = library.start_session(started)
        recorder = Recorder(library, session)
        recorder.add(started)
        for k in range(20):
            recorder.add(Beat(1.0 + k, 1000.0, 1.0 + k))
        recorder.flush()
        recorder.abandon()
        # As it is found after a crash: recovered at the next opening.
        library.reopen_session(session)
    return path


def test_a_session_that_died_goes_on_from_its_stream(
    open_app, settings, lsl_outlet, name, choose, died, kept
):
    lsl_outlet(name, RR_MS, every_s=0.42)
    app = open_app(died)
    app.type(PASSPHRASE)
    app.until_shown(ContinuePage)
    app.press(Qt.Key.Key_Return)
    app.until_shown(ConnectPage)
    live = choose(app, name)
    app.until(lambda: len(live.model.track) >= 23)
    app.ended()
    app.close()
    events = kept(died)
    (reopened,) = of(Reopened, events)
    assert reopened.source == "lsl"
    (gap,) = of(Gap, events)
    assert gap.cause == "app_died"
    assert gap.start_s == pytest.approx(20.0)
    assert len(of(Beat, events)) >= 23
    assert of(Device, events)[-1].name == name
