"""The decisions and rows of this service; pure."""
