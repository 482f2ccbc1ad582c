"""``plan``: what is agreed goes to the patient as one file, and sessions come back as one."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text

if TYPE_CHECKING:
    from coherence_desktop.chart import PlanAgreed
    from coherence_desktop.practice.chart_view import Chart

app = typer.Typer(
    help=(
        "Hand a plan over and bring sessions back, each as one file that age encrypts: by a "
        "passphrase (from COHERENCE_HANDOVER_PASSPHRASE or a prompt), or by the key that came "
        "with the other side's last file, which needs none."
    ),
    no_args_is_help=False,
    rich_markup_mode=None,
)

_File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
_Out = Annotated[
    Path, typer.Option("--out", help="File to write, or a folder; its name tells the day alone.")
]
_Key = Annotated[
    str | None, typer.Option("--key", help="Write for this key (age1...), without a passphrase.")
]
_Replace = Annotated[bool, typer.Option("--replace", help="Replace a file of that name.")]


@app.command("export")
def export_plan(
    *,
    client: Annotated[str, typer.Option(help="Name, code or id of the client.")],
    out: _Out,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Can be opened for so many days.")
    ] = None,
    key: _Key = None,
    replace: _Replace = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """In the clinic: write what is agreed with a client.

    In it are the plan with practices, released steps and people to call, the pace, how trials go
    and the ceiling of heart rate. Never in it are name, notes, screening, sign-offs, other steps
    and sessions.
    """
    from datetime import UTC, datetime

    from coherence_desktop.cli.clients import find_client
    from coherence_desktop.cli.handover_secrets import protection_for
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.practice.chart_view import Chart
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.export_files import check_free
    from coherence_desktop.records.handover.link import answer_key
    from coherence_desktop.records.handover.plan import hand_plan_over

    now = datetime.now(UTC)
    with open_library(library) as opened:
        head = find_client(opened, client)
        entries = Charts(opened).entries(head.id)
        chart = Chart.of(entries)
        if not out.is_dir():
            check_free(out, replace=replace)
        written = hand_plan_over(
            opened,
            head.id,
            _plan_of(chart, now.astimezone().date().isoformat(), now.isoformat()),
            out,
            protection_for(key, answer_key(entries), "the plan"),
            ceiling_bpm=chart.ceiling_bpm(now.astimezone().date()),
            valid_for=timedelta(days=days) if days is not None else None,
            replace=replace,
            now=now,
        )
    if json:
        give(
            {
                "file": path_text(written.path),
                "client": head.id,
                "expires": written.expires_utc,
                "protected_by": written.protection,
                "practices": len(written.plan.practices),
                "steps": len(written.plan.steps),
            }
        )
    else:
        typer.echo(path_text(written.path))


@app.command("import")
def import_plan(
    file: _File,
    *,
    new_clinician: Annotated[
        bool,
        typer.Option("--new-clinician", help="Take it though the plans before were another's."),
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """At home: open a plan and keep what is in it; a library is made if there is none yet.

    A file that was opened before adds nothing. One that is damaged, expired, for another person
    or of a newer version is refused, and nothing is changed.
    """
    from coherence_desktop.cli.handover_secrets import passphrase_to_open
    from coherence_desktop.cli.libraries import open_or_create_library
    from coherence_desktop.records.handover.plan import open_plan

    passphrase = passphrase_to_open(file)
    with open_or_create_library(library) as opened:
        kept = open_plan(opened, file, passphrase=passphrase, new_clinician=new_clinician)
    if json:
        give(
            {
                "made": kept.made_utc,
                "added": kept.added,
                "practices": [
                    {
                        "kind": one.kind,
                        "id": one.practice_id,
                        "name": one.name,
                        "minutes": one.minutes,
                        "days": one.days,
                        "rate_per_min": one.rate_per_min,
                    }
                    for one in kept.plan.practices
                ],
                "steps": [step.title for step in kept.plan.steps],
                "from": kept.plan.day,
                "until": kept.plan.until,
            }
        )
    else:
        for one in kept.plan.practices:
            typer.echo(f"{one.name}, {one.minutes:g} min")
        typer.echo("The plan is kept." if kept.added else "This plan was here already.")


@app.command("return")
def return_sessions(
    *,
    out: _Out,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was brought before.")
    ] = False,
    words: Annotated[
        bool, typer.Option("--words", help="Also letters, journal and private notes.")
    ] = False,
    key: _Key = None,
    replace: _Replace = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """At home: write the sessions since the last time, with goals and questionnaires."""
    from coherence_desktop.cli.handover_secrets import protection_for
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.export_files import check_free
    from coherence_desktop.records.handover.sessions import bring_sessions, waiting

    with open_library(library) as opened:
        if not out.is_dir():
            check_free(out, replace=replace)
        known = waiting(opened, everything=everything).key
        written = bring_sessions(
            opened,
            out,
            protection_for(key, known, "the sessions"),
            everything=everything,
            words=words,
            replace=replace,
        )
    if json:
        give(
            {
                "file": path_text(written.path),
                "sessions": written.sessions,
                "left": written.left,
                "too_large": written.too_large,
                "entries": written.entries,
                "writings": written.writings,
                "protected_by": written.protection,
            }
        )
    else:
        typer.echo(path_text(written.path))
        if written.left:
            typer.echo(f"{written.left} sessions had no room. Write a second file for them.")
        for session in written.too_large:
            typer.echo(f"Session {session} is too large to hand over. Export it instead.")


@app.command("take")
def take_back(
    file: _File,
    *,
    client: Annotated[
        str | None,
        typer.Option(help="Whose they are; only needed if no plan was handed over before."),
    ] = None,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """In the clinic: take sessions that a patient brought into the client's chart.

    All of them are taken or none, and none twice.
    """
    from coherence_desktop.cli.clients import find_client
    from coherence_desktop.cli.handover_secrets import passphrase_to_open
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.handover.taking import take_sessions

    passphrase = passphrase_to_open(file)
    with open_library(library) as opened:
        whose = find_client(opened, client).id if client is not None else ""
        taken = take_sessions(opened, file, client=whose, passphrase=passphrase)
        rows = [opened.session(session) for session in taken.sessions]
    if json:
        give(
            {
                "client": taken.client,
                "sessions": [
                    {
                        "id": row.id,
                        "beats": row.beats,
                        "duration_s": row.duration_s,
                        "source": row.source,
                    }
                    for row in rows
                ],
                "extended": taken.extended,
                "known": taken.known,
                "entries": taken.entries,
                "writings": taken.writings,
            }
        )
    else:
        typer.echo(f"New sessions: {len(rows)}. Here already: {taken.known}.")


def _plan_of(chart: "Chart", day: str, at_utc: str) -> "PlanAgreed":
    from datetime import date

    from coherence_desktop.practice.home.plan import plan_to_hand_over
    from coherence_desktop.practice.readiness import load_readiness
    from coherence_desktop.records.locations import own_content

    exercises, screening = load_readiness(own_content())
    locks = chart.locks(exercises.exercises, screening)
    return plan_to_hand_over(chart, locks, at_utc=at_utc, day=date.fromisoformat(day))
