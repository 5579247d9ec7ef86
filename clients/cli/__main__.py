"""The ``huiying`` command: the language first, then what help and commands are made of."""

import os
import sys


def main() -> None:
    """Entry of the installed command."""
    if (language := asked_language(sys.argv[1:])) is not None:
        os.environ["HUIYING_LANG"] = language
    # every text is read while this is imported
    from clients.cli.frame import build

    build()(prog_name="huiying")


def asked_language(words: list[str]) -> str | None:
    """Return what `--lang` says in front of the command; further behind it is the command's own."""
    for at, word in enumerate(words):
        if word == "--lang":
            return words[at + 1] if at + 1 < len(words) else None
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if not word.startswith("-"):
            return None
    return None


if __name__ == "__main__":
    main()
