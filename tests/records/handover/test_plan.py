"""A plan reaches the one it is for, whole, and nobody else."""

import contextlib
import os
from datetime import timedelta

import msgspec
import pyrage
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from coherence_desktop.chart import CeilingSet, Identified, Received, ResonanceChosen
from coherence_desktop.events import Beat, Note, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.export_files import ExportExists
from coherence_desktop.records.handover import envelope as envelopes
from coherence_desktop.records.handover.plan import (
    GOES_ALONG,
    hand_plan_over,
    open_plan,
    plan_entries,
)
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.handover.sealing import (
    ByKey,
    ByPassphrase,
    Protection,
    recipient_of,
)
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.keys import EmptyPassphrase
from coherence_desktop.records.session_adding import Arriving

HOUR = timedelta(hours=1)


def own(library) -> list:
    charts = Charts(library)
    return charts.entries(own_chart(charts))


def refused(home, path, now, why, **options) -> str:
    """Opening is refused for this reason, and nothing changes; gives the sentence."""
    before = [(head.id, Charts(home).entries(head.id)) for head in Charts(home).clients()]
    with pytest.raises(HandoverProblem) as caught:
        open_plan(home, path, now=now, **options)
    assert caught.value.why is why
    assert [(head.id, Charts(home).entries(head.id)) for head in Charts(home).clients()] == before
    assert "\n" not in caught.value.message
    return caught.value.message


def opened_up(path, home) -> dict:
    """What is inside, for whoever holds the key."""
    (identity,) = (entry.identity for entry in own(home) if hasattr(entry, "identity"))
    key = pyrage.x25519.Identity.from_str(identity)
    return msgspec.msgpack.decode(pyrage.decrypt(path.read_bytes(), [key]))


def sealed_again(path, inside: dict, home_key):
    to = pyrage.x25519.Recipient.from_str(home_key)
    path.write_bytes(pyrage.encrypt(msgspec.msgpack.encode(inside), [to]))
    return path


def test_a_plan_arrives_with_pace_contacts_and_how_trials_go(plan_file, home, plan, now):
    opened = open_plan(home, plan_file(ceiling_bpm=157.25), now=now)
    assert (opened.plan.practices, opened.plan.steps) == (plan.practices, plan.steps)
    assert opened.added == 5
    chart = own(home)
    assert {e.rate_per_min for e in chart if isinstance(e, ResonanceChosen)} == {6.2}
    assert {e.bpm for e in chart if isinstance(e, CeilingSet)} == {157.25}
    assert chart[-2] == opened.plan


def test_a_passphrase_alone_opens_a_plan(clinic, client, plan, home, tmp_path, now):
    words = "drei Wörter für dich"
    written = hand_plan_over(clinic, client, plan, tmp_path, ByPassphrase(words), now=now)
    assert written.protection is Protection.PASSPHRASE
    assert written.path.read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
    refused(home, written.path, now, Why.NEEDS_PASSPHRASE)
    says = refused(home, written.path, now, Why.WRONG_PASSPHRASE, passphrase="drei Worte")
    assert "does not open plan-2026-05-22.age. Nothing was changed" in says
    decomposed = "drei Wo\u0308rter fu\u0308r dich"
    assert open_plan(home, written.path, passphrase=decomposed, now=now).added == 4


def test_nothing_else_of_the_chart_is_in_the_file(clinic, client, plan_file, home):
    inside = str(opened_up(plan_file(), home))
    assert "Go gently." in inside
    assert "Straw" in inside
    assert "stays here" not in inside
    assert "stay here" not in inside
    assert "1990" not in inside


def test_only_what_is_allowed_goes_along(clinic, client, plan):
    kinds = [type(entry).__name__ for entry in plan_entries(Charts(clinic).entries(client), plan)]
    assert sorted(kinds[:-1]) == ["EmergencyContactsSet", "ResonanceChosen", "TrialDefaultsSet"]
    assert kinds[-1] == "PlanAgreed"


def test_the_name_of_the_file_tells_the_day_and_nothing_else(
    clinic, client, plan, home_key, tmp_path, now
):
    folder = tmp_path / "out"
    folder.mkdir()
    hand_plan_over(clinic, client, plan, folder, ByKey(home_key), now=now)
    (path,) = folder.iterdir()
    assert path.name == "plan-2026-05-22.age"
    with pytest.raises(ExportExists):
        hand_plan_over(clinic, client, plan, folder, ByKey(home_key), now=now)
    hand_plan_over(clinic, client, plan, folder, ByKey(home_key), now=now, replace=True)
    assert list(folder.iterdir()) == [path]


def test_the_same_file_twice_adds_nothing_twice(plan_file, home, now):
    path = plan_file()
    open_plan(home, path, now=now)
    before = own(home)
    assert open_plan(home, path, now=now + HOUR).added == 0
    assert own(home) == before


def test_a_later_plan_replaces_and_an_older_one_does_not(plan_file, home, now):
    older, newer = plan_file(), plan_file(HOUR)
    opened = open_plan(home, newer, now=now + HOUR)
    refused(home, older, now + HOUR, Why.OLDER)
    assert own(home)[-2] == opened.plan
    latest = open_plan(home, plan_file(2 * HOUR), now=now + 2 * HOUR)
    assert latest.added == 1
    assert own(home)[-2] == latest.plan


def test_what_was_found_at_home_since_is_not_undone_by_a_plan(plan_file, home, now):
    charts = Charts(home)
    charts.append(own_chart(charts), ResonanceChosen(now.isoformat(), rate_per_min=5.9))
    open_plan(home, plan_file(), now=now)
    rates = [entry.rate_per_min for entry in own(home) if isinstance(entry, ResonanceChosen)]
    assert rates == [5.9]


def test_a_plan_for_another_person_is_refused(
    plan_file, clinic, plan, home, home_key, now, tmp_path
):
    open_plan(home, plan_file(), now=now)
    other = Charts(clinic).add([Identified(now.isoformat(), name="another")])
    path = tmp_path / "other.age"
    hand_plan_over(clinic, other, plan, path, ByKey(home_key), now=now + HOUR)
    says = refused(home, path, now + HOUR, Why.OTHER_PERSON)
    assert "is for another person" in says
    assert open_plan(home, path, new_clinician=True, now=now + HOUR).added == 1


def test_a_plan_is_not_opened_in_the_library_that_wrote_it(
    plan_file, clinic, client, plan, tmp_path, now
):
    plan_file()
    charts = Charts(clinic)
    key = recipient_of(next(e.identity for e in charts.entries(client) if hasattr(e, "identity")))
    path = tmp_path / "own.age"
    hand_plan_over(clinic, client, plan, path, ByKey(key), now=now)
    before = charts.entries(client)
    with pytest.raises(HandoverProblem) as caught:
        open_plan(clinic, path, now=now)
    assert caught.value.why is Why.OTHER_PERSON
    assert charts.entries(client) == before


def test_a_plan_for_another_key_is_refused(clinic, client, plan, home, home_key, tmp_path, now):
    path = tmp_path / "plan.age"
    stranger = str(pyrage.x25519.Identity.generate().to_public())
    hand_plan_over(clinic, client, plan, path, ByKey(stranger), now=now)
    assert "was written for another person" in refused(home, path, now, Why.WRONG_KEY)


@pytest.mark.parametrize("text", ["", "age1", "age1abc", "AGE-SECRET-KEY-1X", "ä" * 60])
def test_a_key_that_is_none_writes_nothing(clinic, client, plan, tmp_path, now, text):
    path = tmp_path / "plan.age"
    with pytest.raises(HandoverProblem, match="is no key of another person"):
        hand_plan_over(clinic, client, plan, path, ByKey(text), now=now)
    assert not path.exists()


def test_an_empty_passphrase_protects_nothing():
    with pytest.raises(EmptyPassphrase):
        ByPassphrase("")


def test_an_expired_plan_tells_until_when(plan_file, home, now):
    path = plan_file(valid_for=timedelta(days=30))
    says = refused(home, path, now + timedelta(days=31), Why.EXPIRED)
    assert "could be opened until 2026-06-21" in says
    assert open_plan(home, path, now=now + timedelta(days=29)).added == 4


NEWER = {"version": 2, "chart_version": 99, "events_version": 99}


@pytest.mark.parametrize("field", NEWER)
def test_a_plan_of_a_newer_version_is_refused_as_such(plan_file, home, home_key, now, field):
    path = plan_file()
    inside = opened_up(path, home) | {field: NEWER[field], "payload": "of another shape"}
    sealed_again(path, inside, home_key)
    assert "comes from a newer version" in refused(home, path, now, Why.NEWER)


def test_what_a_plan_may_not_bring_is_refused(plan_file, home, home_key, now):
    path = plan_file()
    inside = opened_up(path, home)
    name = msgspec.msgpack.encode([Identified(now.isoformat(), name="someone")])
    inside["payload"]["entries"] = name
    refused(home, sealed_again(path, inside, home_key), now, Why.DAMAGED)


def test_sessions_are_no_plan(plan_file, home, home_key, now):
    path = plan_file()
    inside = opened_up(path, home) | {"kind": "sessions"}
    says = refused(home, sealed_again(path, inside, home_key), now, Why.OTHER_KIND)
    assert says.endswith("holds sessions, not a plan. Take them back in the clinic.")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", Why.FOREIGN),
        (b"PK\x03\x04", Why.FOREIGN),
        (b"age-encryption.org/v1", Why.FOREIGN),
        (b"age-encryption.org/v1\n-> X25519 ", Why.DAMAGED),
        (b"age-encryption.org/v1\n-> ssh-rsa x\nY\n--- z\n", Why.FOREIGN),
        (b"age-encryption.org/v1\n-> scrypt c2FsdHNhbHRzYWx0c2FsdA 30\nYQ\n--- z\n", Why.TOO_HARD),
        (b"age-encryption.org/v1\n-> scrypt c2FsdA 9999999999\nYQ\n--- z\n", Why.TOO_HARD),
        (b"age-encryption.org/v1\n-> scrypt c2FsdA -1\nYQ\n--- z\n", Why.DAMAGED),
        (b"age-encryption.org/v1\n-> scrypt a 9\nY\n-> scrypt a 9\nY\n--- z\n", Why.DAMAGED),
        (b"age-encryption.org/v1\n" + b"x" * 10**6, Why.DAMAGED),
    ],
)
def test_any_other_file_is_refused_before_there_is_work(home, tmp_path, now, raw, why):
    path = tmp_path / "plan.age"
    path.write_bytes(raw)
    refused(home, path, now, why, passphrase="words")


def test_a_gigabyte_is_not_even_read(home, tmp_path, now):
    path = tmp_path / "plan.age"
    with path.open("wb") as file:
        file.truncate(2**30)
    assert "is larger than anything" in refused(home, path, now, Why.TOO_LARGE)


def test_a_missing_file_a_folder_and_a_pipe_are_told(home, tmp_path, now):
    refused(home, tmp_path / "absent.age", now, Why.MISSING)
    refused(home, tmp_path, now, Why.UNREADABLE)
    os.mkfifo(tmp_path / "pipe")
    refused(home, tmp_path / "pipe", now, Why.UNREADABLE)


def test_a_truncated_file_is_refused_wherever_it_ends(plan_file, home, now):
    path = plan_file()
    whole = path.read_bytes()
    for length in range(0, len(whole), 37):
        path.write_bytes(whole[:length])
        with pytest.raises(HandoverProblem):
            open_plan(home, path, now=now)
    assert not any(isinstance(entry, Received) for entry in own(home))


LENIENT = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


PLACES = st.integers(0, 10**6)


@pytest.fixture
def written(plan_file):
    """A plan's file and what is in it."""
    path = plan_file()
    return path, path.read_bytes()


@LENIENT
@given(place=PLACES, new=st.binary(min_size=1, max_size=4))
def test_a_file_with_any_bytes_changed_is_refused_and_changes_nothing(
    written, home, now, place, new
):
    path, whole = written
    at = place % (len(whole) - len(new))
    assume(whole[at : at + len(new)] != new)
    path.write_bytes(whole[:at] + new + whole[at + len(new) :])
    with pytest.raises(HandoverProblem):
        open_plan(home, path, now=now)
    assert not any(isinstance(entry, Received) for entry in own(home))


@pytest.fixture
def inside(written, home) -> bytes:
    """What is encrypted, with a session as well."""
    raw = msgspec.msgpack.encode(opened_up(written[0], home))
    envelope = msgspec.msgpack.decode(raw, type=envelopes.Envelope)
    started = Started(
        0.0,
        started_utc="2026-05-22T19:00:00+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0.1.0",
    )
    log = (started, Beat(1.0, 812.5, 1.25), Note(2.0, "calm"))
    sent = envelopes.sent_session(Arriving(id="01JT5Q0QZ0ABCDEFGHJKMNPQRS", events=log))
    payload = msgspec.structs.replace(envelope.payload, sessions=(sent,))
    return envelopes.pack(msgspec.structs.replace(envelope, payload=payload))


@LENIENT
@given(changes=st.lists(st.tuples(PLACES, st.integers(0, 255)), min_size=1, max_size=4))
def test_whatever_is_inside_it_opens_or_is_a_problem(inside, tmp_path, now, changes):
    raw = bytearray(inside)
    for place, value in changes:
        raw[place % len(raw)] = value
    path = tmp_path / "plan.age"
    with contextlib.suppress(HandoverProblem):
        envelope = envelopes.unpack(bytes(raw), path, "plan", now)
        envelopes.entries_of(envelope, path, GOES_ALONG)
        envelopes.sessions_of(envelope, path)


@pytest.mark.parametrize(
    "bomb", [b"\x91" * 10**6, b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff"]
)
def test_nested_and_boastful_contents_are_refused(home, home_key, tmp_path, now, bomb):
    path = tmp_path / "plan.age"
    to = pyrage.x25519.Recipient.from_str(home_key)
    path.write_bytes(pyrage.encrypt(bomb, [to]))
    refused(home, path, now, Why.FOREIGN)
