"""How the pages of the open app follow one another."""
