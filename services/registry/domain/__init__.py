"""What the registry decides, without input or output."""
