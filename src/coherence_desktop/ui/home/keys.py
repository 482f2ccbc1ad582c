"""Keys of the pages at home, as the rail and the pages name them."""

TODAY, PROGRESS, JOURNAL, HELP = "today", "progress", "journal", "help"
QUESTIONNAIRE = "questionnaire:"
"""Before the id of a questionnaire."""
