"""What a person sees at home: today, progress, journal, questionnaires."""
