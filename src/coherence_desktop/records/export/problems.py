"""What can keep an export from being written."""

from pathlib import Path

from coherence_desktop.errors import Cancelled, Problem


class ExportCancelled(Cancelled):
    """Someone asked to stop; nothing of the export is left."""

    def __init__(self) -> None:
        super().__init__("The export was cancelled. Nothing was written.")


class ExportNeedsPackage(Problem):
    """A package that writes this format is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"Writing this format needs the package {package}. "
            "Install it: pip install 'coherence-desktop[recordings]'.",
            package,
        )


class ExportOvertaken(Problem):
    """Something else wrote to the dataset while the export was being made."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another export wrote to {folder} meanwhile. Nothing was written; export again.",
            folder,
        )


class NoDataset(Problem):
    """The folder holds a table or description of participants that cannot be carried on."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is no part of a dataset that can be carried on. Choose another folder.",
            path,
        )
        self.path = path
