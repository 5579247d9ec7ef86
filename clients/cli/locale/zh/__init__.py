"""Chinese texts, one module a subject."""
