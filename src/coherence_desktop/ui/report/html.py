"""A report as one page of HTML that needs nothing else: no script, no link, no font from afar."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import fields
from html import escape

from coherence_desktop.ui.report.document import (
    CARE,
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Manner,
    Quote,
    Table,
    Words,
)
from coherence_desktop.ui.report.svg import svg
from coherence_desktop.ui.review.views import Cell, Column, Row
from coherence_desktop.ui.theme import DARK, LIGHT, Tokens
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

Progress = Callable[[float], None]

_STYLE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);
font:14px/20px Inter,"Noto Sans",system-ui,sans-serif;font-feature-settings:"tnum" 1}
main{max-width:840px;margin:0 auto;padding:32px 40px 24px;background:var(--surface);
min-height:100vh}
header.top{display:flex;justify-content:space-between;align-items:center;gap:24px;
border-bottom:1px solid var(--line);padding-bottom:12px;margin-bottom:24px;color:var(--ink2)}
header.top img{max-height:48px;max-width:180px}
h1{font-size:28px;line-height:36px;font-weight:600;letter-spacing:-.01em;margin:0}
h2{font-size:20px;line-height:28px;font-weight:600;margin:32px 0 8px}
h3{font-size:16px;line-height:24px;font-weight:600;margin:24px 0 8px}
p{margin:8px 0;white-space:pre-line}
.sub{color:var(--ink2);font-size:16px;line-height:24px;margin:0 0 16px}
.quiet{color:var(--ink2);font-size:12px;line-height:16px}
.notice{background:var(--note-soft);color:var(--note);padding:8px 12px;border-radius:8px}
dl{display:grid;grid-template-columns:minmax(120px,max-content) 1fr;gap:4px 24px;margin:8px 0}
dt{color:var(--ink2)}dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:8px 0 16px}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:4px 0}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;
border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:break-word}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
thead th{white-space:pre-line;color:var(--ink2);font-size:12px;line-height:16px;
vertical-align:bottom}
th:last-child,td:last-child{padding-right:4px}
.r{text-align:right}.q{color:var(--ink2);font-size:12px;line-height:16px}
tr.lead th,tr.lead td{background:var(--sunken);font-weight:500}
tr.lead th:first-child,tr.lead td:first-child{padding-left:4px}
tr.head th{font-weight:600;padding-top:12px}
.mark{color:var(--note);font-size:12px;white-space:nowrap}
figure{margin:16px 0}figcaption{color:var(--ink2);font-size:12px;line-height:16px}
figcaption b{color:var(--ink);display:block;font-size:14px;line-height:20px;font-weight:600}
svg{display:block;overflow:visible;width:100%;height:auto;font-family:inherit;margin-top:4px}
svg .l{fill:none;stroke-linejoin:round}
blockquote{margin:8px 0;padding:0 0 0 12px;border-left:2px solid var(--line)}
blockquote cite{font-style:normal;color:var(--ink2);font-size:12px;display:block}
blockquote p{margin:0;overflow-wrap:anywhere}
footer{border-top:1px solid var(--line);margin-top:32px;padding-top:12px;color:var(--ink2);
font-size:12px;line-height:16px}
@media screen and (prefers-color-scheme:dark){header.top img{background:#FFFDFA;
padding:4px 8px;border-radius:8px}}
@media (max-width:600px){main{padding:16px}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@page{margin:16mm}
@media print{body{font-size:9.5pt;line-height:13pt;background:none}
main{max-width:none;padding:0;background:none}
h1,h2,h3,caption,figcaption{break-after:avoid}
figure,tr,blockquote,dl{break-inside:avoid}
tbody tr:first-child,tbody tr:nth-last-child(2){break-after:avoid}thead{display:table-header-group}
.scroll{overflow:visible}p{orphans:2;widows:2}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html_page(document: Document, progress: Progress | None = None) -> str:
    """Write a report as HTML.

    Every word of it is escaped: nothing that people wrote becomes markup.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Is told the share that is done; may raise to stop.
    """
    parts = []
    for place, block in enumerate(document.blocks):
        if progress is not None:
            progress(place / len(document.blocks))
        parts.append(_block(block, place))
    clinic = f"<span>{escape(document.clinic)}</span>"
    if document.logo:
        alt = escape(f"Logo of {document.clinic}" if document.clinic else "Logo", quote=True)
        data = b64encode(document.logo).decode("ascii")
        clinic += f'<img alt="{alt}" src="data:image/png;base64,{data}">'
    top = f'<header class="top">{clinic}</header>' if document.clinic or document.logo else ""
    subtitle = f'<p class="sub">{escape(document.subtitle)}</p>' if document.subtitle else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_colours()}{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{top}<h1>{escape(document.title)}</h1>\n{subtitle}\n"
        + "\n".join(parts)
        + f"\n<footer>{_foot(document)}</footer>\n</main>\n</body>\n</html>\n"
    )


def _foot(document: Document) -> str:
    made = f" {escape(document.made_words)}." if document.made_words else ""
    return f"{escape(document.foot)}{made}"


def _colours() -> str:
    """Tokens as variables; dark where the system is, but never on paper."""
    light, dark = _variables(LIGHT), _variables(DARK)
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )


def _variables(tokens: Tokens) -> str:
    names = [field.name for field in fields(tokens)]
    return "".join(f"--{name.replace('_', '-')}:{getattr(tokens, name)};" for name in names)


def _block(block: Block, place: int) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Words(text=text, manner=manner):
            kind = "" if manner is Manner.BODY else f' class="{manner}"'
            return f"<p{kind}>{escape(text)}</p>"
        case Quote(about=about, text=text):
            words = f'<p dir="auto">{escape(text)}</p>'
            return f"<blockquote><cite>{escape(about)}</cite>{words}</blockquote>"
        case Facts(pairs=pairs):
            rows = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
            return f"<dl>{''.join(rows)}</dl>"
        case Table():
            return _table(block)
        case Figure(drawing=drawing, title=title, says=says):
            caption = f"<figcaption><b>{escape(title)}</b>{escape(says)}</figcaption>"
            return f"<figure>{caption}{svg(drawing, title, says, f'f{place}')}</figure>"


def _table(table: Table) -> str:
    view = table.view
    if not view.rows:
        return f'<p class="quiet">{escape(view.empty)}</p>'
    heads = "".join(
        f'<th scope="col"{_class(column)}>{escape(column.title)}</th>' for column in view.columns
    )
    rows = "".join(_row(row, view.columns) for row in view.rows)
    care = f'<p class="quiet"><span class="mark">◆</span> {CARE}</p>' if table.marked else ""
    hidden = "" if table.titled else ' class="unseen"'
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(table.caption)}">'
        f"<table><caption{hidden}>{escape(table.caption)}</caption>"
        f"{_widths(table)}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{care}</div>"
    )


def _widths(table: Table) -> str:
    """Widths of the columns, where their words are not to decide."""
    whole = sum(table.shares)
    columns = (f'<col style="width:{100.0 * share / whole:.1f}%">' for share in table.shares)
    return f"<colgroup>{''.join(columns)}</colgroup>" if table.shares else ""


def _row(row: Row, columns: Sequence[Column]) -> str:
    if row.heading:
        name = escape(row.cells[0].text)
        return f'<tr class="head"><th scope="rowgroup" colspan="{len(columns)}">{name}</th></tr>'
    first, *others = row.cells
    cells = f'<th scope="row"{_class(columns[0], first)}>{_cell(first)}</th>'
    cells += "".join(
        f"<td{_class(column, cell)}>{_cell(cell)}</td>"
        for cell, column in zip(others, columns[1:], strict=True)
    )
    return f'<tr class="lead">{cells}</tr>' if row.leading else f"<tr>{cells}</tr>"


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.level is QualityLevel.CARE:
        return f'{text} <span class="mark">◆<span class="unseen"> read with care</span></span>'
    return text


def _class(column: Column, cell: Cell | None = None) -> str:
    names = []
    if column.right:
        names.append("r")
    if cell is not None and (cell.quiet or column.quiet):
        names.append("q")
    return f' class="{" ".join(names)}"' if names else ""
