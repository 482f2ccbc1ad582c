"""``trials``: the exposure trials of a session with their measures."""

from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give

if TYPE_CHECKING:
    from coherence_desktop.practice.exposure.measured import MeasuredTrial


def trials(
    session: Annotated[
        str, typer.Argument(help="Id of the session, the beginning of its id, or 'last'.")
    ],
    *,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Give the exposure trials of a session: phases, ratings, words and measures.

    All times are seconds of the session. Measures by unit: _bpm in beats a minute; _s in seconds;
    _percent, expected_likelihood and likelihood_next in percent; distress, confidence and
    coherence 0 to 100; sensation_peak 0 to 10; distress_auc in points x minutes;
    expectancy_violation in points, -100 to 100: expected likelihood minus what occurred (yes 100,
    partly 50, no 0). Heart rate is of corrected beats. What has no value is in absent, with the
    reason.
    """
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.practice.exposure.measured import beats_of, measured
    from coherence_desktop.practice.exposure.progress import propose
    from coherence_desktop.practice.exposure.trials import trials_of
    from coherence_desktop.records.summary import SessionState
    from coherence_desktop.sensors.timeline import timeline

    with open_library(library) as opened:
        summary = opened.session(session)
        events = opened.events(summary.id, raw=False)
    line = timeline(events)
    found = measured(trials_of(events), beats_of(events, line.t, line.rr_ms, line.gaps))
    unended = "running" if summary.state is SessionState.RUNNING else "died"
    if json:
        proposal = propose(found)
        give(
            {
                "session": summary.id,
                "trials": [_row(one, unended) for one in found],
                "progress": {"met": proposal.met, "why": proposal.why, "asks": proposal.asks},
            }
        )
    else:
        from coherence_desktop.cli.trials_table import show

        show(found, unended)


def _row(one: "MeasuredTrial", unended: str) -> dict[str, object]:
    trial = one.trial
    return {
        "number": trial.number,
        "exercise": trial.started.exercise_id,
        "exercise_name": trial.started.exercise_name,
        "step": trial.started.step_id,
        "recovery": trial.started.recovery,
        "start_s": trial.start_s,
        "end_s": trial.end_s,
        "end_reason": trial.end_reason or unended,
        "phases": [
            {
                "name": phase.name,
                "start_s": phase.start_s,
                "end_s": phase.end_s,
                "target_s": phase.target_s,
            }
            for phase in trial.phases
        ],
        "skipped": trial.skipped,
        "pauses": [{"start_s": start, "end_s": end} for start, end in trial.pauses],
        "ratings": [{"t": r.t, "scale": r.scale, "value": r.value} for r in trial.ratings],
        "answers": [{"t": a.t, "question": a.question, "text": a.text} for a in trial.answers],
        "markers": [{"t": m.t, "key": m.key, "label": m.label} for m in trial.markers],
        "notes": [{"t": n.t, "text": n.text, "private": n.private} for n in trial.notes],
        "notices": [
            {"t": n.t, "kind": n.kind, "message": n.message, "value": n.value}
            for n in trial.notices
        ],
        "measures": one.measures.present(),
        "absent": one.measures.absent(),
    }
