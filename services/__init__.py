"""Huiying's services: registry, deadlines, the kit they share and the local system."""
