"""The bench: how quick finding is, beside the same work in plain SQL and in other systems, on the same records."""
