"""Forward-only SQL, applied in the order of its numbers."""
