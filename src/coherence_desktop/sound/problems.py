"""What can go wrong with sound, in one sentence each."""

from coherence_desktop.errors import Problem


class NoOutput(Problem):
    """There is nothing to play on."""

    def __init__(self) -> None:
        super().__init__(
            "No sound output is found. The practice goes on in silence; sound comes back when "
            "one is connected."
        )


class OutputGone(Problem):
    """The chosen output is not there, or no longer; another one plays."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The sound output {name} is not there. Sound plays on the system's own.", value=name
        )
