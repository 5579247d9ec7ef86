"""The shipped rule packs (`<id>.toml`: the law as data) and their worked cases beside them."""

from importlib.resources import files


def pack_texts() -> dict[str, str]:
    """Read every shipped pack's text by file name, in order."""
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".toml")
        and not entry.name.endswith(".cases.toml")
        and entry.name != WORLD
    }


def case_texts() -> dict[str, str]:
    """Read every shipped case file's text by file name, in order."""
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(files(__package__).iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".cases.toml")
    }


def world_text() -> str:
    """Read the units that the cases live among."""
    return files(__package__).joinpath(WORLD).read_text(encoding="utf-8")


WORLD = "cases-world.toml"
