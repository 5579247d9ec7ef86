"""Numbered SQL files, applied once, never edited afterwards."""
