"""The registry: units, who holds which post of them, where they publish, and who may sign in."""
