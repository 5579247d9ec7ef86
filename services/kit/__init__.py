"""Infrastructure of both services; knows no word of the domain."""
