"""What the registry keeps: SQL and rows."""
