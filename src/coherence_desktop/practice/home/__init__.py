"""What a person does between sessions: plan, today, weeks, goals, boosters, reminders."""
