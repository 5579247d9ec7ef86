"""One transaction each: load, decide, save, and note the change."""
