"""Sessions come back to the one client they are of, once, and whole or not at all."""

import subprocess
import sys
from datetime import timedelta

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coherence_desktop.chart import (
    Described,
    GoalRated,
    GoalSet,
    Identified,
    QuestionnaireAnswered,
    ResonanceChosen,
)
from coherence_desktop.events import (
    Amended,
    Beat,
    BeatJudged,
    BeatKind,
    Note,
    amended,
    encode_log,
    name_of_note,
)
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.handover import sessions as bringing
from coherence_desktop.records.handover.plan import hand_plan_over, open_plan
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.handover.sealing import ByKey
from coherence_desktop.records.handover.sessions import bring_sessions, waiting
from coherence_desktop.records.handover.taking import take_sessions
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.library import Library
from coherence_desktop.records.session_adding import SessionDiffers
from coherence_desktop.records.writings import WritingKind, Writings, new_writing

DAY = timedelta(days=1)


@pytest.fixture
def at_home(home, plan_file, now):
    """The library at home, after the plan was opened."""
    open_plan(home, plan_file(), now=now)
    return home


@pytest.fixture
def rated(at_home):
    """A goal and its rating, and what is no business of the clinic."""
    charts = Charts(at_home)
    entries = [
        GoalSet("2026-05-23T08:00:00+00:00", day="2026-05-23", goal_id="g1", text="two floors"),
        GoalRated("2026-05-23T08:00:01+00:00", day="2026-05-23", goal_id="g1", value=3.0),
        QuestionnaireAnswered(
            "2026-05-23T08:05:00+00:00",
            day="2026-05-23",
            questionnaire_id="phq-9",
            answers={"1": 2},
            score=2.0,
        ),
    ]
    charts.append(own_chart(charts), *entries, Described("2026-05-23", notes="my own notes"))
    return entries


@pytest.fixture
def bring(at_home, tmp_path, now):
    """Bring what is new, for the key of the clinic, that many days after the plan."""

    def write(day: int = 7, **options):
        path = tmp_path / f"sessions-{day}.age"
        key = ByKey(waiting(at_home).key)
        return bring_sessions(at_home, path, key, now=now + day * DAY, **options)

    return write


def shared(log):
    return [event for event in log if not (isinstance(event, Note) and event.private)]


def test_after_a_plan_sessions_go_back_without_a_passphrase(
    at_home, clinic, client, practised, bring, rated, now
):
    ids = [practised(at_home, day) for day in (1, 2)]
    brought = bring()
    assert brought.sessions == tuple(ids)
    taken = take_sessions(clinic, brought.path, now=now + 7 * DAY)
    assert (taken.client, taken.sessions, taken.entries) == (client, tuple(ids), 3)
    for session in ids:
        there, here = at_home.session(session), clinic.session(session)
        assert (here.client, here.beats, here.state) == (client, 600, "complete")
        assert here.started_utc == there.started_utc
        assert clinic.events(session) == shared(at_home.events(session))
    chart = Charts(clinic).entries(client)
    assert [entry for entry in chart if entry in rated] == rated
    assert not any(getattr(entry, "notes", "") == "my own notes" for entry in chart)


def test_letters_and_private_notes_stay_at_home_unless_asked(
    at_home, clinic, client, practised, bring, now
):
    session = practised(at_home, 1)
    letter = new_writing(WritingKind.LETTER, "Dear me")
    Writings(at_home, own_chart(Charts(at_home))).keep(letter)
    take_sessions(clinic, bring(7).path, now=now)
    assert Writings(clinic, client).all() == []
    assert [e.text for e in clinic.events(session) if isinstance(e, Note)] == [
        "a note to be shared"
    ]
    again = bring(8, words=True, everything=True)
    assert again.writings == 1
    taken = take_sessions(clinic, again.path, now=now)
    assert (taken.extended, taken.writings) == ((session,), 1)
    assert Writings(clinic, client).all() == [letter]
    assert clinic.events(session)[-1] == Note(6.0, "a private note")
    taken = take_sessions(clinic, again.path, now=now)
    assert (taken.extended, taken.known, taken.writings) == ((), 1, 0)


def put_right(note, **change):
    return Amended(note.t, what="note", was_s=note.t, name=name_of_note(note), **change)


def notes_of(library, session):
    return [event.text for event in amended(library.events(session)) if isinstance(event, Note)]


def test_a_shared_note_that_was_taken_back_is_not_read_by_the_clinic(
    at_home, clinic, practised, bring, now
):
    session = practised(at_home, 1)
    first, private = (e for e in at_home.events(session) if isinstance(e, Note))
    second = Note(7.0, "another to be shared", private=False)
    gone = put_right(first, removed=True)
    at_home.annotate(
        session,
        second,
        gone,
        put_right(private, label="words for nobody else"),
        put_right(second, removed=True),
        put_right(second, label=second.text),
    )
    take_sessions(clinic, bring().path, now=now)
    assert notes_of(clinic, session) == [second.text]
    assert gone in clinic.events(session)
    assert all(text not in str(clinic.events(session)) for text in ("nobody", private.text))


def test_of_notes_alike_only_what_became_of_the_shared_one_goes_along(
    at_home, clinic, practised, bring, now
):
    session = practised(at_home, 1)
    private, same = Note(9.0, "so so"), Note(9.0, "so so", private=False)
    at_home.annotate(
        session,
        private,
        same,
        put_right(private, label="words for nobody else"),
        put_right(same, nth=1, removed=True),
    )
    take_sessions(clinic, bring().path, now=now)
    assert notes_of(clinic, session) == ["a note to be shared"]
    assert "nobody" not in str(clinic.events(session))


def test_a_shared_note_taken_back_later_goes_in_the_clinic_too(
    at_home, clinic, practised, bring, now
):
    session = practised(at_home, 1)
    take_sessions(clinic, bring(7).path, now=now)
    first = next(e for e in at_home.events(session) if isinstance(e, Note))
    at_home.annotate(session, put_right(first, removed=True))
    taken = take_sessions(clinic, bring(8, everything=True).path, now=now)
    assert taken.extended == (session,)
    assert notes_of(clinic, session) == []


def test_the_same_file_twice_adds_nothing_twice(
    at_home, clinic, client, practised, bring, rated, now
):
    practised(at_home, 1)
    path = bring().path
    take_sessions(clinic, path, now=now)
    before = Charts(clinic).entries(client), clinic.sessions()
    taken = take_sessions(clinic, path, now=now + DAY)
    assert (taken.sessions, taken.known, taken.entries) == ((), 1, 0)
    assert (Charts(clinic).entries(client), clinic.sessions()) == before


def test_only_what_is_new_is_brought_the_next_time(at_home, clinic, practised, bring, now):
    first = practised(at_home, 1)
    bring(7)
    with pytest.raises(HandoverProblem, match="nothing new since the last time"):
        bring(8)
    second = practised(at_home, 9)
    assert bring(10).sessions == (second,)
    assert bring(11, everything=True).sessions == (first, second)


@pytest.fixture
def read(monkeypatch):
    """Sessions whose logs were read."""
    ids, events = [], Library.events

    def watched(library, session, **options):
        ids.append(session)
        return events(library, session, **options)

    monkeypatch.setattr(Library, "events", watched)
    return ids


def test_what_has_no_room_is_left_for_the_next_file_and_not_read(
    at_home, practised, bring, read, monkeypatch
):
    first, second, third = (practised(at_home, day) for day in (1, 2, 3))
    monkeypatch.setattr(
        bringing, "_ROOM_BYTES", at_home.log_bytes(first) + at_home.log_bytes(second)
    )
    brought = bring(7)
    assert at_home.log_bytes(first) == pytest.approx(len(encode_log(at_home.stream(first))), abs=9)
    assert (brought.sessions, brought.left) == ((first, second), 1)
    assert read == [first, second]
    brought = bring(8)
    assert (brought.sessions, brought.left) == ((third,), 0)


def test_a_session_for_which_no_file_has_room_keeps_no_other_back(
    at_home, clinic, practised, bring, read, monkeypatch, now
):
    before, huge, after = (practised(at_home, day, n) for day, n in ((1, 20), (2, 3000), (3, 20)))
    monkeypatch.setattr(bringing, "MOST_BYTES", at_home.log_bytes(huge) - 1)
    brought = bring(7)
    assert (brought.sessions, brought.too_large, brought.left) == ((before, after), (huge,), 0)
    assert take_sessions(clinic, brought.path, now=now).sessions == (before, after)
    with pytest.raises(HandoverProblem, match="Export these sessions instead"):
        bring(8)
    assert huge not in read


def test_what_the_clinician_added_stays_when_sessions_come_again(
    at_home, clinic, practised, bring, now
):
    session = practised(at_home, 1)
    take_sessions(clinic, bring(7).path, now=now)
    judged = BeatJudged(9.0, index=3, kind=BeatKind.EXCLUDED, by="person")
    clinic.annotate(session, judged)
    at_home.annotate(session, Note(3.0, "I was tired", private=False))
    taken = take_sessions(clinic, bring(8, everything=True).path, now=now)
    assert taken.extended == (session,)
    assert clinic.events(session)[-2:] == [judged, Note(3.0, "I was tired", private=False)]


def test_a_session_with_other_contents_changes_nothing(
    at_home, clinic, client, practised, bring, now
):
    from coherence_desktop.records.session_adding import Arriving, add_sessions

    session = practised(at_home, 1)
    practised(at_home, 2)
    log = at_home.events(session)
    add_sessions(
        clinic, [Arriving(id=session, events=(log[0], Beat(1.0, 1.0, 1.0)))], client=client
    )
    with pytest.raises(SessionDiffers):
        take_sessions(clinic, bring().path, now=now)
    assert len(clinic.sessions()) == 1


def test_the_next_plan_needs_no_passphrase_either(
    at_home, clinic, client, plan, practised, bring, tmp_path, now
):
    from coherence_desktop.records.handover.link import answer_key

    practised(at_home, 1)
    take_sessions(clinic, bring().path, now=now + 7 * DAY)
    key = answer_key(Charts(clinic).entries(client))
    path = tmp_path / "next.age"
    hand_plan_over(clinic, client, plan, path, ByKey(key), now=now + 8 * DAY)
    assert open_plan(at_home, path, now=now + 8 * DAY).added == 1


def test_sessions_of_another_client_are_refused(at_home, clinic, practised, bring, now):
    practised(at_home, 1)
    path = bring().path
    other = Charts(clinic).add([Identified(now.isoformat(), name="another")])
    with pytest.raises(HandoverProblem) as caught:
        take_sessions(clinic, path, client=other, now=now)
    assert caught.value.why is Why.OTHER_PERSON
    assert clinic.sessions() == []


def test_who_never_had_a_plan_brings_sessions_for_a_client_that_is_named(
    home, clinic, client, practised, tmp_path, now
):
    session = practised(home, 1)
    path = bring_sessions(home, tmp_path, ByKey(_key_of(clinic, now)), now=now).path
    assert path.name == "sessions-2026-05-22.age"
    with pytest.raises(HandoverProblem) as caught:
        take_sessions(clinic, path, now=now)
    assert caught.value.why is Why.NOBODY
    taken = take_sessions(clinic, path, client=client, now=now)
    assert taken.sessions == (session,)


def test_what_sessions_may_not_bring_is_refused(at_home, clinic, client, now, tmp_path):
    from coherence_desktop.chart import encode_entries
    from coherence_desktop.records.handover.envelope import Envelope, Payload, pack

    smuggled = encode_entries([ResonanceChosen(now.isoformat(), rate_per_min=4.0)])
    envelope = Envelope(
        kind="sessions",
        made_utc=now.isoformat(),
        code=client,
        payload=Payload(entries=smuggled),
    )
    path = tmp_path / "sessions.age"
    to = pyrage.x25519.Recipient.from_str(waiting(at_home).key)
    path.write_bytes(pyrage.encrypt(pack(envelope), [to]))
    before = Charts(clinic).entries(client)
    with pytest.raises(HandoverProblem) as caught:
        take_sessions(clinic, path, now=now)
    assert caught.value.why is Why.DAMAGED
    assert Charts(clinic).entries(client) == before


def test_a_session_that_runs_is_not_brought(at_home, practised, started_session, bring):
    over = practised(at_home, 1)
    assert bring().sessions == (over,)


@pytest.fixture
def started_session(at_home, started):
    session = at_home.start_session(started)
    yield session
    at_home.release(session)


@pytest.fixture
def written(at_home, practised, bring):
    """A file of sessions and what is in it."""
    practised(at_home, 1, beats=20)
    path = bring().path
    return path, path.read_bytes()


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.integers(0, 10**6), flip=st.integers(1, 255))
def test_a_file_with_any_byte_changed_is_refused_and_changes_nothing(
    written, clinic, client, now, place, flip
):
    path, whole = written
    raw = bytearray(whole)
    raw[place % len(raw)] ^= flip
    path.write_bytes(raw)
    with pytest.raises(HandoverProblem):
        take_sessions(clinic, path, now=now)
    assert clinic.sessions() == []


TAKER = """
import sys
from pathlib import Path
from coherence_desktop.records import session_adding
from coherence_desktop.records.handover.taking import take_sessions
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library

path, key, file, stop_after = sys.argv[1:]
insert, done = session_adding._insert, 0

def counted(*arguments):
    global done
    outcome = insert(*arguments)
    done += 1
    if done == int(stop_after):
        print("in the middle", flush=True)
        sys.stdin.read()
    return outcome

session_adding._insert = counted
with Library.open(Path(path), parse_key(key)) as library:
    take_sessions(library, Path(file))
"""


@pytest.mark.parametrize("after", [1, 3, 5])
def test_a_kill_in_the_middle_leaves_nothing_half(
    at_home, practised, bring, tmp_path, plan, now, after
):
    from coherence_desktop.records.keys import RandomKey

    key = RandomKey()
    path = tmp_path / "killed.db"
    with Library.create(path, key) as clinic:
        client = Charts(clinic).add([Identified(now.isoformat(), name="C-7")])
        file = tmp_path / "p.age"
        to = _key_of(at_home, now)
        hand_plan_over(clinic, client, plan, file, ByKey(to), now=now + DAY)
    open_plan(at_home, file, new_clinician=True, now=now + DAY)
    ids = [practised(at_home, day, beats=3000) for day in range(2, 7)]
    brought = bring().path
    process = subprocess.Popen(
        [sys.executable, "-c", TAKER, str(path), key.as_text(), str(brought), str(after)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "in the middle\n"
    process.kill()
    process.communicate()
    with Library.open(path, key) as clinic:
        assert clinic.sessions() == []
        assert len(Charts(clinic).entries(client)) == 3
        taken = take_sessions(clinic, brought, now=now + 9 * DAY)
        assert taken.sessions == tuple(ids)
        assert all(
            encode_log(clinic.events(one)) == encode_log(shared(at_home.events(one)))
            for one in ids
        )


def _key_of(library, now):
    from coherence_desktop.records.handover.link import identity_of
    from coherence_desktop.records.handover.sealing import recipient_of

    charts = Charts(library)
    chart = own_chart(charts)
    return recipient_of(identity_of(charts, chart, charts.entries(chart), now))
