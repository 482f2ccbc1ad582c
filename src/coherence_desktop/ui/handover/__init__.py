"""Pages that write and open what is handed over between the clinic and home."""
