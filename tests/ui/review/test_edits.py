"""Whatever is added, changed, undone and done again: the log is read as a person left it."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Ended,
    Marker,
    Note,
    Phase,
    amendable,
    amended,
    decode_log,
    encode_log,
    name_of_note,
)
from coherence_desktop.ui.review.edits import (
    Edits,
    add_marker,
    add_note,
    add_phase,
    move,
    remove,
    rename,
)
from coherence_desktop.ui.review.views import Place

LOG = [Beat(1.0, 1000.0, 1.2), Beat(2.0, 1000.0, 2.2), Ended(10.0)]
ADDS = {"marker": add_marker, "phase": add_phase, "note": add_note}
TIMES_S = st.sampled_from([1.0, 2.0])
WORDS = st.sampled_from(["one", "two"])
WISHES = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(sorted(ADDS)), TIMES_S, WORDS),
    st.tuples(st.just("move"), st.integers(0, 9), TIMES_S),
    st.tuples(st.just("rename"), st.integers(0, 9), WORDS),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.sampled_from(["undo", "redo"])),
)


@dataclass(frozen=True)
class Thing:
    """What a person sees of a marker, phase or note; ``number`` tells it from all others."""

    number: int
    what: str
    t: float
    words: str


def told(event: Marker | Phase | Note) -> tuple[str, float, str]:
    if isinstance(event, Note):
        return "note", event.t, event.text
    return ("marker" if isinstance(event, Marker) else "phase"), event.t, event.label


def place_of(log: list[AnyEvent], wanted: Thing) -> Place:
    """Where the log has what a person sees; of things that look alike it is any."""
    for logged, now, nth in amendable(log):
        if told(now) == (wanted.what, wanted.t, wanted.words):
            name = logged.key if isinstance(logged, Marker) else ""
            name = logged.name if isinstance(logged, Phase) else name
            name = name_of_note(logged) if isinstance(logged, Note) else name
            return Place(wanted.what, logged.t, name, now.t, wanted.words, nth=nth)
    raise AssertionError(f"the log has no {wanted}")


def seen(log: list[AnyEvent]) -> list[tuple[str, float, str]]:
    return sorted(told(one) for one in amended(log) if isinstance(one, Marker | Phase | Note))


@given(st.lists(WISHES, max_size=25))
@settings(deadline=None)
def test_the_log_is_read_as_a_person_left_it(wishes):
    log, edits, number = list(LOG), Edits(), 0
    states: list[tuple[Thing, ...]] = [()]
    undone: list[tuple[Thing, ...]] = []
    for wish, *how in wishes:
        now = states[-1]
        if wish == "undo":
            log += edits.undo()
            undone += [states.pop()] if len(states) > 1 else []
            assert seen(log) == sorted((one.what, one.t, one.words) for one in states[-1])
            continue
        if wish == "redo":
            log += edits.redo()
            states += [undone.pop()] if undone else []
            assert seen(log) == sorted((one.what, one.t, one.words) for one in states[-1])
            continue
        if wish == "add":
            what, t, words = how
            edit, number = ADDS[what](t, words, log), number + 1
            after = (*now, Thing(number, what, t, words))
        else:
            # Phases move between their neighbours only, which is told elsewhere.
            which = [one for one in now if wish != "move" or one.what != "phase"]
            if not which:
                continue
            chosen = which[how[0] % len(which)]
            place = place_of(log, chosen)
            rest = tuple(one for one in now if one != chosen)
            what, t, words = chosen.what, chosen.t, chosen.words
            if wish == "move":
                edit, t = move(place, how[1]), how[1]
            elif wish == "rename":
                edit, words = rename(place, how[1]), how[1]
            else:
                edit = remove(place)
            left = () if wish == "remove" else (Thing(chosen.number, what, t, words),)
            after = (*rest, *left)
        log += edits.do(edit)
        states.append(after)
        undone.clear()
        assert seen(log) == sorted((one.what, one.t, one.words) for one in after)
    assert amended(decode_log(encode_log(log))) == amended(log)


def test_a_moved_mark_and_a_new_one_where_it_was_are_two():
    log = [*LOG, *add_marker(5.0, "first", LOG).forward]
    (first,) = amendable(log)
    moved = move(Place("marker", 5.0, "mark", 5.0, "first", nth=first.nth), 7.0)
    log += moved.forward
    second = add_marker(5.0, "second", log)
    log += second.forward
    assert seen(log) == [("marker", 5.0, "second"), ("marker", 7.0, "first")]
    for backward, left in ((second, [(7.0, "first")]), (moved, [(5.0, "first")])):
        log += backward.backward
        assert [(t, label) for _, t, label in seen(log)] == left


def test_the_same_words_about_the_same_beat_stay_after_they_were_removed_once():
    log = [*LOG, *add_note(1.0, "Dry mouth.", LOG).forward]
    log += remove(Place("note", 1.0, name_of_note(log[-1]), 1.0, "Dry mouth.")).forward
    assert seen(log) == []
    log += add_note(1.0, "Dry mouth.", log).forward
    assert seen(log) == [("note", 1.0, "Dry mouth.")]
