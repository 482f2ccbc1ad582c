"""The pages before the library is open."""
