"""A chart is what its entries amount to: answers, locks, sign-offs, ceiling."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.chart import (
    Archived,
    CeilingSet,
    Described,
    HierarchyArranged,
    Identified,
    ProgressRuleSet,
    ResonanceChosen,
    Screened,
    SignedOff,
    SignOffWithdrawn,
    Step,
    TrialDefaultsSet,
    TriedOnce,
    Unarchived,
    decode_entries,
    encode_entries,
)
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercise, load_exercises
from coherence_desktop.practice.readiness import SignOffIncomplete, sign_off
from coherence_desktop.practice.screening import load_screening

AT = "2026-05-01T08:00:00+00:00"
SCREENING = load_screening()
EXERCISES = load_exercises().by_id
STRAW = EXERCISES["straw_breathing"]
STARING = EXERCISES["staring"]
ALL_NO = {question.id: False for question in SCREENING.questions}


def screened(**answers: bool | None) -> Screened:
    return Screened(AT, answers=ALL_NO | answers)


def allowed(*concerns: str, by: str = "the clinician", reason: str = "spoke with the physician"):
    return SignedOff(AT, by, exercise_id=STRAW.id, concerns=concerns, reason=reason)


def sentence(*entries) -> str | None:
    return Chart.of(entries).locks([STRAW], SCREENING).get(STRAW.id)


def test_before_any_screening_only_exercises_without_concerns_may_start():
    locks = Chart().locks(EXERCISES.values(), SCREENING)
    free = set(EXERCISES) - set(locks)
    assert free == {"staring", "throat_pressure", "attention_to_heartbeat"}
    assert sentence() == (
        "This exercise waits for the screening: its questions have no answers yet."
    )


def test_without_a_concern_nothing_is_locked():
    assert Chart.of([screened()]).locks(EXERCISES.values(), SCREENING) == {}


def test_a_concern_locks_the_exercises_that_list_it_and_says_why():
    chart = Chart.of([screened(asthma=True)])
    locks = chart.locks(EXERCISES.values(), SCREENING)
    assert set(locks) == {"fast_breathing", "straw_breathing", "chest_breathing"}
    assert locks[STRAW.id] == (
        "This exercise waits for your clinician's sign-off, because of the answer on asthma."
    )


def test_several_concerns_are_named_in_the_order_of_the_screening():
    assert sentence(screened(pregnancy=True, heart=True, asthma=True)) == (
        "This exercise waits for your clinician's sign-off, "
        "because of the answers on the heart, asthma and pregnancy."
    )


def test_what_is_not_known_or_was_not_asked_locks_as_well():
    assert sentence(screened(copd=None)) == (
        "This exercise waits for your clinician's sign-off, "
        "because the answer on COPD is not known."
    )
    partly = {key: no for key, no in ALL_NO.items() if key not in ("heart", "copd")}
    assert "the answers on the heart and COPD are not known" in str(
        sentence(Screened(AT, answers=partly))
    )


def test_a_question_that_is_no_longer_asked_is_named_in_its_own_words():
    old = Exercise("x", "X", ("Do.",), 60.0, 10.0, 90.0, concerns=("night_sweats",))
    lock = Chart.of([Screened(AT, answers={"night_sweats": True})]).lock(old, SCREENING)
    assert lock is not None
    assert "the answer on night sweats" in lock.sentence


def test_a_named_sign_off_opens_the_lock_of_that_exercise_only():
    chart = Chart.of([screened(asthma=True, copd=None)])
    lock = chart.lock(STRAW, SCREENING)
    assert lock is not None
    assert (lock.concerns, lock.unknown) == (("asthma",), ("copd",))
    entry = sign_off(AT, " the clinician ", lock, "spoke with the physician")
    assert (entry.by, entry.concerns) == ("the clinician", ("asthma", "copd"))
    after = chart.after(entry)
    assert after.lock(STRAW, SCREENING) is None
    assert after.lock(EXERCISES["chest_breathing"], SCREENING) is not None
    assert chart.lock(STRAW, SCREENING) is not None, "the earlier chart stays as it was"


@pytest.mark.parametrize(
    ("by", "reason", "missing"), [("", "why", "name"), ("who", " ", "reason")]
)
def test_a_sign_off_without_name_or_reason_is_refused_and_opens_nothing(by, reason, missing):
    lock = Chart.of([screened(asthma=True)]).lock(STRAW, SCREENING)
    assert lock is not None
    with pytest.raises(SignOffIncomplete, match=f"needs a {missing}"):
        sign_off(AT, by, lock, reason)
    assert sentence(screened(asthma=True), allowed("asthma", by=by, reason=reason)) is not None


def test_a_sign_off_that_does_not_cover_all_concerns_leaves_the_rest():
    assert "the answer on pregnancy" in str(
        sentence(screened(asthma=True, pregnancy=True), allowed("asthma"))
    )


def test_two_sign_offs_cover_together():
    assert (
        sentence(screened(asthma=True, pregnancy=True), allowed("asthma"), allowed("pregnancy"))
        is None
    )


def test_a_sign_off_outlives_a_screening_with_the_same_answer():
    assert sentence(screened(asthma=True), allowed("asthma"), screened(asthma=True)) is None


def test_a_changed_answer_asks_for_a_new_sign_off():
    assert sentence(screened(asthma=None), allowed("asthma"), screened(asthma=True)) is not None
    came_back = (screened(asthma=True), allowed("asthma"), screened(), screened(asthma=True))
    assert sentence(*came_back) is not None
    assert sentence(*came_back, allowed("asthma")) is None


def test_a_withdrawn_sign_off_locks_again_and_its_history_is_kept():
    withdrawn = SignOffWithdrawn(AT, "the clinician", exercise_id=STRAW.id, reason="new attack")
    chart = Chart.of([screened(asthma=True), allowed("asthma"), withdrawn])
    assert chart.lock(STRAW, SCREENING) is not None
    (history,) = chart.sign_offs
    assert (history.entry.reason, history.withdrawn) == ("spoke with the physician", withdrawn)
    assert not history.stands
    again = chart.after(allowed("asthma"))
    assert again.lock(STRAW, SCREENING) is None
    assert [off.stands for off in again.sign_offs] == [False, True]


ANSWER = st.sampled_from([True, False, None])
SCREENINGS = st.dictionaries(st.sampled_from(["heart", "asthma", "copd"]), ANSWER).map(
    lambda answers: Screened(AT, answers=answers)
)
SIGN_OFFS = st.builds(
    SignedOff,
    st.just(AT),
    st.sampled_from(["the clinician", "the clinician", ""]),
    exercise_id=st.sampled_from(["ours", "ours", "other"]),
    concerns=st.lists(st.sampled_from(["heart", "asthma", "copd"]), unique=True).map(tuple),
    reason=st.sampled_from(["a reason", "a reason", " "]),
)
WITHDRAWALS = st.builds(
    SignOffWithdrawn, st.just(AT), exercise_id=st.sampled_from(["ours", "other"])
)
OTHERS = st.sampled_from(
    [
        Identified(AT, name="c-17", date_of_birth="1990-02-28"),
        Identified(AT, name="c-18"),
        Described(AT, notes="notes"),
        Archived(AT),
        Unarchived(AT),
        CeilingSet(AT, bpm=140.0),
        CeilingSet(AT, bpm=None),
        TriedOnce(AT, exercise_id="ours", duration_s=20.0, distress=40.0),
        HierarchyArranged(AT, steps=(Step(id="s1", title="Stairs"),)),
        TrialDefaultsSet(AT, stay_s=60.0),
        ProgressRuleSet(AT, trials=3),
        ResonanceChosen(AT, rate_per_min=5.6),
    ]
)
LOGS = st.lists(st.one_of(SCREENINGS, SIGN_OFFS, WITHDRAWALS, OTHERS), max_size=12)
OURS = Exercise("ours", "Ours", ("Do.",), 60.0, 10.0, 90.0, concerns=("heart", "asthma"))


def may_start(log) -> bool:
    """Say it once more, looking back from the end for each concern."""

    def answer_before(place: int, concern: str) -> bool | None:
        past = [entry for entry in log[:place] if isinstance(entry, Screened)]
        return past[-1].answers.get(concern) if past else None

    def covers(place: int, concern: str) -> bool:
        off = log[place]
        later = log[place + 1 :]
        return (
            isinstance(off, SignedOff)
            and off.exercise_id == "ours"
            and concern in off.concerns
            and bool(off.by.strip() and off.reason.strip())
            and not any(
                isinstance(entry, SignOffWithdrawn) and entry.exercise_id == "ours"
                for entry in later
            )
            and all(
                entry.answers.get(concern) is answer_before(place, concern)
                for entry in later
                if isinstance(entry, Screened)
            )
        )

    return all(
        answer_before(len(log), concern) is False
        or any(covers(place, concern) for place in range(len(log)))
        for concern in OURS.concerns
    )


@given(LOGS)
def test_no_order_of_entries_opens_an_exercise_that_a_concern_locks(log):
    assert (Chart.of(log).lock(OURS, SCREENING) is None) == may_start(log)


@given(LOGS, st.integers(0, 12))
def test_folding_a_log_in_two_parts_is_folding_it_at_once(log, cut):
    assert Chart.of(log[:cut]).after(*log[cut:]) == Chart.of(log)
    assert Chart.of(decode_entries(encode_entries(log))) == Chart.of(log)


@given(LOGS)
def test_the_last_entry_of_a_kind_counts_and_no_history_is_lost(log):
    def last(kind):
        return next((entry for entry in reversed(log) if isinstance(entry, kind)), None)

    chart = Chart.of(log)
    named, described = last(Identified), last(Described)
    assert chart.name == (named.name if named else "")
    assert chart.notes == (described.notes if described else "")
    assert chart.archived == isinstance(last((Archived, Unarchived)), Archived)
    assert chart.screening == last(Screened)
    assert chart.trial_defaults.stay_s == (60.0 if last(TrialDefaultsSet) else 120.0)
    assert chart.progress_rule.trials == (3 if last(ProgressRuleSet) else 2)
    assert chart.resonance_rate == (5.6 if last(ResonanceChosen) else None)
    assert len(chart.steps) == (1 if last(HierarchyArranged) else 0)
    kept = [chart.screenings, chart.sign_offs, chart.ceilings, chart.tried, chart.arrangements]
    kinds = (Screened, SignedOff, CeilingSet, TriedOnce, HierarchyArranged)
    assert [len(history) for history in kept] == [
        sum(isinstance(entry, kind) for entry in log) for kind in kinds
    ]
    assert chart.entries == len(log)


BORN = Identified(AT, name="c-17", date_of_birth="1991-06-15")


@pytest.mark.parametrize(
    ("today", "age", "bpm"),
    [
        (date(2026, 6, 14), 34, 158.1),
        (date(2026, 6, 15), 35, 157.25),
        (date(1991, 6, 14), None, None),
        (date(2200, 1, 1), None, None),
    ],
)
def test_the_ceiling_is_85_percent_of_220_minus_age(today, age, bpm):
    chart = Chart.of([BORN])
    assert chart.age(today) == age
    assert chart.ceiling_bpm(today) == (None if bpm is None else pytest.approx(bpm))


def test_a_ceiling_that_was_set_counts_until_the_rule_by_age_is_chosen_again():
    today = date(2026, 6, 15)
    chart = Chart.of([BORN, CeilingSet(AT, bpm=140.0)])
    assert chart.ceiling_bpm(today) == 140.0
    assert chart.after(CeilingSet(AT, bpm=None)).ceiling_bpm(today) == pytest.approx(157.25)
    assert Chart.of([CeilingSet(AT, bpm=None)]).ceiling_bpm(today) is None


def test_a_date_of_birth_that_is_no_date_is_no_date():
    chart = Chart.of([Identified(AT, name="c-17", date_of_birth="31.2.1990")])
    assert chart.date_of_birth is None
    assert chart.name == "c-17"


def test_born_on_a_leap_day_grows_older_on_the_first_of_march():
    chart = Chart.of([Identified(AT, name="c-17", date_of_birth="2000-02-29")])
    assert (chart.age(date(2026, 2, 28)), chart.age(date(2026, 3, 1))) == (25, 26)


def test_a_new_step_never_gets_the_id_of_one_that_was_there_before():
    steps = tuple(Step(id=f"s{n}", title="x") for n in (1, 2, 4))
    chart = Chart.of([HierarchyArranged(AT, steps=steps), HierarchyArranged(AT, steps=steps[:1])])
    assert chart.next_step_id == "s5"
    assert Chart().next_step_id == "s1"


def test_the_latest_result_of_trying_once_is_the_one_that_counts():
    first = TriedOnce(AT, exercise_id="staring", duration_s=30.0, distress=80.0)
    chart = Chart.of([first, TriedOnce(AT, exercise_id="staring", duration_s=60.0, distress=20.0)])
    assert chart.last_tried["staring"].distress == 20.0
    assert chart.tried[0] == first
