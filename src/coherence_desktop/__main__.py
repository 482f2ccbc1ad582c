"""Opens the window, or does what the command line asks for."""

import os
import sys

_SHOWN_BY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main() -> None:
    """Run the app; without arguments that is the window, and nothing else is loaded."""
    arguments = sys.argv[1:]
    if arguments:
        from coherence_desktop.cli.app import run

        sys.exit(run(arguments))
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SHOWN_BY):
        # Qt would abort the process here.
        sys.stderr.write(
            "There is no display to open a window on. Log in to a desktop, or see "
            "'coherence-desktop --help' for what works without.\n"
        )
        sys.exit(1)
    from coherence_desktop.ui.app import open_app

    sys.exit(open_app())


if __name__ == "__main__":
    main()
