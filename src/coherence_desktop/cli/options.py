"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[
    bool, typer.Option("--json", help="Give one JSON object on stdout and nothing else there.")
]
Adapter = Annotated[
    str | None,
    typer.Option("--adapter", help="Bluetooth adapter, e.g. hci0; else the system chooses."),
]
LibraryFile = Annotated[
    Path | None,
    typer.Option(
        "--library",
        help="The library's file; else the one in your data folder. Its key comes from "
        "COHERENCE_LIBRARY_KEY, the system keyring or a prompt.",
    ),
]
