"""Django's PostgreSQL engine, starting the private server at the first connection."""
