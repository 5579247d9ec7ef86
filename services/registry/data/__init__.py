"""The administrative divisions and the words of the demo."""
