"""Starts the app: paints the first window, then does everything else."""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow


def application() -> QApplication:
    """The Qt application, made where there is none yet."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    QApplication.setApplicationName("coherence-desktop")
    QApplication.setApplicationDisplayName("Coherence Desktop")
    QApplication.setDesktopFileName("coherence-desktop")
    return QApplication(sys.argv[:1])


def preferences(theme: Theme) -> PreferenceStore:
    """The preferences of this user, in effect on the theme."""
    settings = QSettings(
        QSettings.Format.IniFormat,
        QSettings.Scope.UserScope,
        "coherence-desktop",
        "coherence-desktop",
    )
    return PreferenceStore(theme, settings)


def open_app(library: Path | None = None) -> int:
    """Open the app; returns its exit code.

    Parameters
    ----------
    library : Path, optional
        Library to use instead of the user's own.
    """
    from coherence_desktop.records.locations import default_library
    from coherence_desktop.ui.shell.shell import Shell

    app = application()
    theme = Theme()
    store = preferences(theme)
    window = MainWindow(theme)
    shell = Shell(window, theme, store, library or default_library())
    shell.begin()
    window.painted.connect(shell.go_on)
    window.show()
    return app.exec()
