"""The shipped schemes of assessment (`<id>.toml`): samples, whose weights stand in no text."""

from importlib.resources import files


def scheme_texts() -> dict[str, str]:
    """Read every shipped scheme's text by file name, in order."""
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".toml")
    }
