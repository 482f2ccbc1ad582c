"""The demo: the real window, with no strap and nothing kept."""
