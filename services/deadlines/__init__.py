"""The deadlines: rule packs, incidents, what is owed by when, releases, reminders."""
