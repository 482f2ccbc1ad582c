"""Figures as SVG within a page of HTML; colours follow the page's look."""

from html import escape

from coherence_desktop.ui.report.drawing import (
    Box,
    Dots,
    Drawing,
    Form,
    Label,
    Line,
    Shape,
)


def svg(drawing: Drawing, title: str, says: str, mark: str) -> str:
    """Write a drawing.

    Parameters
    ----------
    drawing : Drawing
    title, says : str
        Its name, and what it shows, for those who do not see it.
    mark : str
        Id that nothing else on the page has.
    """
    head = (
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" '
        f'aria-labelledby="{mark}-t {mark}-d">'
        f'<title id="{mark}-t">{escape(title)}</title><desc id="{mark}-d">{escape(says)}</desc>'
    )
    return f"{head}{''.join(map(_shape, drawing.shapes))}</svg>"


def _shape(shape: Shape) -> str:
    match shape:
        case Box():
            edge = f";stroke:{_ink(shape.edge)};stroke-width:.6" if shape.edge else ""
            return (
                f'<rect x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}" '
                f'height="{shape.height:.2f}" style="fill:{_ink(shape.fill)}{edge}"/>'
            )
        case Line():
            return _line(shape)
        case Dots():
            return _dots(shape)
        case Label():
            bold = ' font-weight="600"' if shape.bold else ""
            return (
                f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-size="{shape.size:g}" '
                f'text-anchor="{shape.anchor}"{bold} style="fill:{_ink(shape.ink)}">'
                f"{escape(shape.text)}</text>"
            )


def _line(line: Line) -> str:
    path = "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in run)}" for run in line.runs if run)
    dash = f";stroke-dasharray:{' '.join(f'{part:g}' for part in line.dash)}" if line.dash else ""
    style = f"stroke:{_ink(line.ink)};stroke-width:{line.width:g}{dash}"
    return f'<path class="l" d="{path}" style="{style}"/>'


def _dots(dots: Dots) -> str:
    radius = dots.radius
    if dots.form is Form.DIAMOND:
        far = radius * 1.3
        path = "".join(
            f"M{x:g},{y - far:g}l{far:g},{far:g} {-far:g},{far:g} {-far:g},{-far:g}z"
            for x, y in dots.points
        )
        return f'<path d="{path}" style="fill:{_ink(dots.ink)}"/>'
    style = f"fill:{_ink(dots.ink)}"
    if dots.form is Form.RING:
        style = f"fill:{_ink('surface')};stroke:{_ink(dots.ink)};stroke-width:.9"
    return "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" style="{style}"/>' for x, y in dots.points
    )


def _ink(token: str) -> str:
    return f"var(--{token.replace('_', '-')})"
