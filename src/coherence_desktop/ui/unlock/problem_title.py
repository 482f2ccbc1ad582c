"""The heading over what keeps a library shut."""

from coherence_desktop.errors import Problem
from coherence_desktop.records import problems

_TITLES: dict[type[Problem], str] = {
    problems.LibraryDamaged: "The library is damaged",
    problems.LibraryInUse: "The library is open elsewhere",
    problems.LibraryMissing: "The library is not there",
    problems.LibraryNotPermitted: "The library may not be read",
    problems.LibraryNotUpgraded: "The library is from an older version",
    problems.LibraryNotWritable: "The library is read-only",
    problems.LibraryTooNew: "The library is from a newer version",
    problems.NotALibrary: "This is not a library",
    problems.DiskFull: "The disk is full",
    problems.DiskFailing: "The disk does not answer",
}


def title_of(problem: Problem) -> str:
    """Short heading for a problem with the library."""
    return _TITLES.get(type(problem), "The library does not open")
