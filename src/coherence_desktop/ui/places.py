"""Keys of the pages, as the rail and the pages name them."""

CLIENTS, PRACTISE, REVIEW, SETTINGS = "clients", "practise", "review", "settings"
TODAY, PROGRESS, JOURNAL, HELP = "today", "progress", "journal", "help"
PLAN = "plan"
"""Opens a plan that the clinician wrote."""
QUESTIONNAIRE = "questionnaire:"
"""Before the id of a questionnaire."""
