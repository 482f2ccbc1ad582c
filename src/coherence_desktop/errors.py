"""The one base of every error that a person may get to read."""


class Problem(Exception):
    """Something a person can act on.

    Parameters
    ----------
    message : str
        One or two plain sentences: what is wrong and what to do.
    value : object, optional
        The offending value, for logs and tests; never private data.
    """

    def __init__(self, message: str, value: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.value = value


class Cancelled(Problem):
    """Somebody asked to stop; nothing of the work is left."""
