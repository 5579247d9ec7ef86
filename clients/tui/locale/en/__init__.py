"""English, for those who maintain the desk."""
