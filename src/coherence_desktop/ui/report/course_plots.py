"""Trials across sessions, and days of practice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coherence_desktop.practice.home.weeks import Weeks
from coherence_desktop.ui.report.axes import LEFT, RIGHT, Area
from coherence_desktop.ui.report.drawing import (
    Anchor,
    Box,
    Dots,
    Drawing,
    Form,
    Label,
    Line,
    Point,
    Shape,
    placed,
    segment,
    words_width,
)
from coherence_desktop.ui.review.views import TrialPoint
from coherence_desktop.ui.words.dates import short_date

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CELL = 11.0


@dataclass(frozen=True, slots=True)
class Series:
    """One value of each trial."""

    name: str
    value: Callable[[TrialPoint], float | None]
    ink: str
    form: Form
    dash: tuple[float, ...] = ()


DISTRESS = (
    Series("peak", lambda point: point.peak_distress, "distress", Form.DIAMOND),
    Series("mean", lambda point: point.mean_distress, "distress", Form.RING, (3.0, 2.0)),
)
EXPECTED = (
    Series("likely, before", lambda point: point.expected_likelihood, "heart", Form.DISC),
    Series(
        "likely next time", lambda point: point.likelihood_next, "heart", Form.RING, (3.0, 2.0)
    ),
    Series("confidence", lambda point: point.confidence, "accent", Form.DIAMOND, (1.5, 1.8)),
)


def across_plot(
    points: Sequence[TrialPoint], series: Sequence[Series], title: str, *, height: float = 92.0
) -> Drawing:
    """Draw values of trials in order, grouped by session; lines do not cross sessions."""
    area = Area(-0.6, max(len(points), 1) - 0.4, 0.0, 100.0, 26.0, 26.0 + height)
    shapes: list[Shape] = [Label(LEFT, 8.0, title, "ink2", 7.0)]
    shapes += _legend(series)
    shapes += _sessions(points, area)
    shapes += area.up((0.0, 25.0, 50.0, 75.0, 100.0))
    for one in series:
        runs: list[tuple[Point, ...]] = []
        dots: list[Point] = []
        last = None
        for at, point in enumerate(points):
            value = one.value(point)
            if value is None:
                last = None
                continue
            dot = (round(area.x(at), 2), round(area.y(value), 2))
            if last is not None and last[0] == point.session_index:
                runs.append((last[1], dot))
            dots.append(dot)
            last = (point.session_index, dot)
        if runs:
            shapes.append(Line(tuple(runs), one.ink, 0.9, one.dash))
        shapes.append(Dots(tuple(dots), one.ink, 2.2, one.form))
    return Drawing(area.bottom + 14.0, tuple(shapes))


def weeks_plot(weeks: Weeks) -> Drawing:
    """Draw weeks as columns of days from Monday to Sunday; a day of practice is filled."""
    shapes: list[Shape] = []
    top = 12.0
    left = LEFT
    for row, name in enumerate(_DAYS):
        shapes.append(Label(left - 5, top + (_CELL + 2) * row + 8.4, name, anchor=Anchor.END))
    step = _CELL + 4
    months = [
        (left + step * column, short_date(week.monday))
        for column, week in enumerate(weeks.weeks)
        if column == 0 or week.monday.day <= 7
    ]
    shapes += [Label(x, 7.0, text, size=6.5) for x, _, text in placed(months, 1, RIGHT, 6.5)]
    for column, week in enumerate(weeks.weeks):
        x = left + step * column
        for row, day in enumerate(week.days):
            y = top + (_CELL + 2) * row
            if day.ahead:
                continue
            fill = "accent" if day.practised else "surface"
            shapes.append(Box(x, y, _CELL, _CELL, fill, "accent" if day.practised else "line"))
            if day.practised:
                middle = (x + _CELL / 2, y + _CELL / 2)
                shapes.append(Dots((middle,), "on_accent", 1.8))
    x = left + step * len(weeks.weeks) + 16
    shapes.append(Box(x, top, _CELL, _CELL, "accent", "accent"))
    shapes.append(Dots(((x + _CELL / 2, top + _CELL / 2),), "on_accent", 1.8))
    shapes.append(Label(x + _CELL + 6, top + 8.4, "a day of practice", "ink2"))
    return Drawing(top + (_CELL + 2) * len(_DAYS) + 2, tuple(shapes))


def _legend(series: Sequence[Series]) -> list[Shape]:
    shapes: list[Shape] = []
    widths = [34 + words_width(one.name, 7.0) for one in series]
    x = RIGHT - sum(widths)
    for one, wide in zip(series, widths, strict=True):
        shapes.append(Line((((x, 5.5), (x + 16, 5.5)),), one.ink, 0.9, one.dash))
        shapes.append(Dots(((x + 8, 5.5),), one.ink, 2.2, one.form))
        shapes.append(Label(x + 20, 8.0, one.name, "ink2"))
        x += wide
    return shapes


def _sessions(points: Sequence[TrialPoint], area: Area) -> list[Shape]:
    shapes: list[Shape] = []
    free = float("-inf")
    crowded = len(points) > 30
    for at, point in enumerate(points):
        x = area.x(at)
        if at == 0 or points[at - 1].session_index != point.session_index:
            left = area.x(at - 0.5)
            if at:
                shapes.append(segment(left, area.top - 10, left, area.bottom, "line", 0.8))
            if left >= free:
                shapes.append(Label(left + 2, area.top - 4, point.session, "ink2", 6.5))
                free = left + words_width(point.session, 6.5) + 6
        if not crowded:
            shapes.append(Label(x, area.bottom + 10.5, str(point.trial), anchor=Anchor.MIDDLE))
    return shapes
