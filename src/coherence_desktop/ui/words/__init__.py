"""Values and dates as people read them."""
