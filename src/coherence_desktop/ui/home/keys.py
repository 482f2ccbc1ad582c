"""Keys of the pages at home, as the rail and the pages name them."""

TODAY, PROGRESS, JOURNAL, HELP = "today", "progress", "journal", "help"
PLAN = "plan"
"""Opens a plan that the clinician wrote."""
QUESTIONNAIRE = "questionnaire:"
"""Before the id of a questionnaire."""
