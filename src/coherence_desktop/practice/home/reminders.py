"""Rules of reminding: only when asked for, at most once a day, never in quiet hours."""

from datetime import datetime, time, timedelta

from coherence_desktop.chart import ReminderSet

GRACE = timedelta(minutes=30)
"""A reminder whose time passed longer ago is let go."""


def time_of(text: str) -> time | None:
    """Read ``HH:MM``; ``None`` for anything else."""
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - no date in it
    except ValueError:
        return None


def is_quiet(settings: ReminderSet, moment: time) -> bool:
    """Tell whether a time of day lies in the quiet hours, which may run over midnight."""
    start, end = time_of(settings.quiet_from), time_of(settings.quiet_until)
    if start is None or end is None or start == end:
        return False
    if start < end:
        return start <= moment < end
    return moment >= start or moment < end


def should_remind(
    settings: ReminderSet, now: datetime, last: datetime | None, *, due: bool
) -> bool:
    """Tell whether to remind now.

    Parameters
    ----------
    settings : ReminderSet
    now : datetime
        By the person's own clock.
    last : datetime or None
        When the last reminder was, by the same clock.
    due : bool
        Whether something is planned today and nothing was practised yet.
    """
    if not settings.on or not due or is_quiet(settings, now.time()):
        return False
    if last is not None and last.date() == now.date():
        return False
    times = (time_of(text) for text in settings.times)
    return any(
        timedelta(0) <= now - datetime.combine(now.date(), at, now.tzinfo) < GRACE
        for at in times
        if at is not None
    )
