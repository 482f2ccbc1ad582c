"""What people do: pacer and session engine, sans-I/O."""
