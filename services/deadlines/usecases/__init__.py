"""One transaction per mutation: load, decide, save, record the change."""
