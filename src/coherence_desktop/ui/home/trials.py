"""Distress in the trials of all sessions, for a worker thread."""

from coherence_desktop.practice.exposure.measured import measured
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.home.plan import day_words
from coherence_desktop.ui.home.loading import lived
from coherence_desktop.ui.home.source import Sessions
from coherence_desktop.ui.review.views import TrialPoint


def read_trials(source: Sessions) -> tuple[TrialPoint, ...]:
    """Distress in each trial of all sessions, in the order of time.

    Raises
    ------
    LibraryProblem
        If the library cannot be read.
    """
    points: list[TrialPoint] = []
    index = 0
    for session in reversed(lived(source.sessions())):
        found = measured(trials_of(source.events(session.id, raw=False)), None)
        day = session.started.date()
        for one in found:
            value, started = one.measures.present(), one.trial.started
            points.append(
                TrialPoint(
                    session=f"{day.day} {day_words(day).split()[1][:3]}",
                    session_index=index,
                    trial=one.trial.number,
                    exercise_id=started.exercise_id,
                    step=started.exercise_name,
                    peak_distress=value.get("distress_peak"),
                    mean_distress=value.get("distress_mean"),
                )
            )
        index += bool(found)
    return tuple(points)
