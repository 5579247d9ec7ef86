"""How the officer likes the desk: option before environment before desk.toml before default.

Nothing here needs a terminal library or a text, for the language itself is a setting. What is
wrong with a file is kept as data (`Problem`); the desk opens with the defaults in its place.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta


class DeskFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What desk.toml may hold. `keys`: action -> its keys, the one shown first."""

    language: Literal["zh", "en"] = "zh"
    theme: Literal["dark", "light", "ansi", "ansi-light"] = "dark"
    ascii: bool | Literal["auto"] = False
    refresh_seconds: Annotated[int, Meta(ge=1, le=10)] = 1
    undo_seconds: Annotated[int, Meta(ge=0, le=60)] = 10
    readonly: bool = False
    bell: bool = True
    keys: dict[str, list[str]] = {}


TYPES: dict[str, Any] = get_type_hints(DeskFile, include_extras=True)
DEFAULTS = DeskFile()
VARIABLES = {
    name: "HUIYING_LANG" if name == "language" else f"HUIYING_{name.upper()}"
    for name in TYPES
    if name != "keys"
}
# what each option of the command sets
OPTIONS: dict[str, tuple[str, Any]] = {
    "--light": ("theme", "light"),
    "--dark": ("theme", "dark"),
    "--ansi": ("theme", "ansi"),
    "--ascii": ("ascii", True),
    "--readonly": ("readonly", True),
}
_WORDS = {True: ("true", "yes", "on", "1"), False: ("false", "no", "off", "0")}
Source = Literal["default", "file", "environment", "option"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that was not taken. `kind` is the key of its sentence, `where` a variable or file.

    `line` counts from 1; None where it is not known or there is no file.
    """

    kind: str
    name: str
    where: str
    line: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values in force, where each comes from, and what was not taken."""

    values: DeskFile = DEFAULTS
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def source(self, name: str) -> Source:
        return self.sources.get(name, "default")


def desk_file(env: Mapping[str, str]) -> Path:
    """Return where desk.toml is looked for."""
    home = Path(env.get("HOME") or "/nonexistent")
    return Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "huiying" / "desk.toml"


def read_settings(env: Mapping[str, str], arguments: Sequence[str] = ()) -> Settings:
    """Return the settings in force; never raises, a value that cannot be taken is a problem."""
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    found, problems = read_file(desk_file(env))
    layers: tuple[tuple[Source, dict[str, Any]], ...] = (
        ("file", found),
        ("environment", _from_environment(env, problems)),
        ("option", from_options(arguments)),
    )
    for source, layer in layers:
        values |= layer
        sources |= dict.fromkeys(layer, source)
    if any(problem.name == "readonly" for problem in problems):
        # whoever meant to lock the desk and mistyped it must not find it open
        values.setdefault("readonly", True)
    made = msgspec.convert(values, DeskFile)
    return Settings(values=made, sources=sources, problems=tuple(problems))


def read_file(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of a file that can be taken, and what is wrong with the others."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        about = error.strerror if isinstance(error, OSError) else "UTF-8"
        return {}, [Problem(kind="unreadable", name="", where=str(path), about=about or "")]
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else text.count("\n") + 1
        return {}, [Problem(kind="syntax", name="", where=str(path), line=at)]
    return _checked(table, text, str(path))


def _checked(table: dict[str, Any], text: str, where: str) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        line = line_of(text, name)
        if name not in TYPES:
            problems.append(Problem(kind="unknown", name=name, where=where, line=line))
        elif not fits(name, value):
            problems.append(Problem(kind="value", name=name, where=where, line=line))
        else:
            values[name] = value
    return values, problems


def fits(name: str, value: object) -> bool:
    """Tell whether a value may stand under a name."""
    try:
        msgspec.convert(value, TYPES[name])
    except msgspec.ValidationError:
        return False
    return True


def line_of(text: str, name: str, table: str = "") -> int | None:
    """Return the line of a TOML text in which a name of a table ("" the top one) is set."""
    here = ""
    named = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
            here = head[1].strip("\"'")
            if not table and here == name:
                return number
        elif here == table and named.match(line):
            return number
    return None


def _from_environment(env: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    values = {}
    for name, variable in VARIABLES.items():
        said = env.get(variable, "").strip()
        if not said:
            continue
        value = _meant(name, said)
        if fits(name, value):
            values[name] = value
        else:
            problems.append(Problem(kind="value", name=name, where=variable))
    return values


def _meant(name: str, said: str) -> object:
    """Return what a word of the environment means: yes and no, a number, or the word."""
    truth = next((value for value, words in _WORDS.items() if said.lower() in words), None)
    if truth is not None and fits(name, truth):
        return truth
    return int(said) if said.isdecimal() and said.isascii() else said


def from_options(arguments: Sequence[str]) -> dict[str, Any]:
    """Return what the options set; a language that is not shipped sets nothing."""
    values: dict[str, Any] = {}
    words = iter(arguments)
    for word in words:
        name, _, given = word.partition("=")
        if name == "--lang":
            language = given or next(words, "")
            values |= {"language": language} if fits("language", language) else {}
        elif word in OPTIONS:
            named, value = OPTIONS[word]
            values[named] = value
    return values
