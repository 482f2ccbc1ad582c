"""What people write in and choose from, alike on every page."""
