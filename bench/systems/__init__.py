"""The systems that are asked: the project, and others that do the same work on the same records."""
