"""Sample spreadsheets: `python -m tests.registry.samples.make` writes them anew."""
