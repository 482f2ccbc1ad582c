"""Who is seen: the list of clients, and one client's chart."""
