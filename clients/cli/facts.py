"""The facts of an incident as options of a command, read as the desk's form reads them."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any

import typer

from clients.cli.acts import Act
from clients.cli.choices import code_of, place_of, unit_of
from clients.cli.ending import bad_option
from clients.cli.locale import t
from clients.cli.times import due_again, moment_of
from clients.tui.views.intake import Draft, read_draft


@dataclass(frozen=True, slots=True)
class Fact:
    """`row`: of the desk's form. `facts`: what the service calls it. `menu`: of codes, if any."""

    row: str
    facts: tuple[str, ...]
    many: bool = False
    flag: bool = False
    menu: str = ""


FACTS: Mapping[str, Fact] = {
    "occurred": Fact("occurred", ("occurredAt", "occurredPrecision")),
    "kind": Fact("kind", ("kind",), menu="kind"),
    "severity": Fact("severity", ("severity",), menu="severity"),
    "place": Fact("places", ("localities",), many=True),
    "emergency": Fact("emergency", ("emergency",), flag=True),
    "major_casualties": Fact("majorCasualties", ("majorCasualties",), flag=True),
    "social_impact": Fact("largeSocialImpact", ("largeSocialImpact",), flag=True),
    "major_policy": Fact("majorPolicy", ("majorPolicy",), flag=True),
    "severe_rumour": Fact("severeRumour", ("severeRumour",), flag=True),
    "deaths": Fact("deaths", ("deaths",)),
    "injured": Fact("injured", ("seriouslyInjured",)),
    "loss": Fact("loss", ("directLoss",)),
    "category": Fact("categories", ("categories",), many=True, menu="categories"),
    "veracity": Fact("veracity", ("veracity",), menu="veracity"),
    "source": Fact("source", ("sourcePlatform", "sourceUrl")),
    "known": Fact("known", ("knownAt",)),
    "directed": Fact("directed", ("directedBy", "directedDueAt")),
    "unit": Fact("units", ("units",), many=True),
    "field": Fact("fields", ("fields",), many=True, menu="fields"),
    "value": Fact("value", ("responseValue",), menu="value"),
    "drill": Fact("drill", ("drill",), flag=True),
}
# known from the start, or decided once: these are never set back to unknown
_FIXED = frozenset({"known", "drill"})
CLEARABLE = tuple(name for name in FACTS if name not in _FIXED)


def with_facts(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each fact; it takes those that were given as `stated`."""
    own = inspect.signature(command)
    options = [_option(name, fact) for name, fact in FACTS.items()]
    kept = [one for one in own.parameters.values() if one.name != "stated"]
    kept = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in kept]

    @wraps(command)
    def taking(**given: Any) -> None:
        stated = {name: given.pop(name) for name in FACTS}
        command(stated={n: v for n, v in stated.items() if v not in (None, [])}, **given)

    arguments = [one for one in kept if one.default is inspect.Parameter.empty]
    others = [one for one in kept if one not in arguments]
    parameters = [*arguments, *options, *others]
    taking.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined] # what Typer reads
    taking.__annotations__ = {one.name: one.annotation for one in parameters}
    return taking


def _option(name: str, fact: Fact) -> inspect.Parameter:
    flag = name.replace("_", "-")
    words = f"--{flag}/--no-{flag}" if fact.flag else f"--{flag}"
    kind: Any = list[str] if fact.many else bool if fact.flag else str
    option = typer.Option(words, help=t(f"facts.{name}"), show_default=False)
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[kind | None, option],
    )


def opening_facts(act: Act, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a new incident; it is known from now where nothing else is said."""
    facts = _read(_draft(act, stated))
    act.again["--known"] = facts["knownAt"]
    return facts


def changed_facts(act: Act, stated: Mapping[str, Any], unknown: list[str]) -> dict[str, Any]:
    """Return only what was stated; null for what is unknown from now on."""
    facts = _read(_draft(act, stated))
    named = {fact for name in stated for fact in FACTS[name].facts}
    changed = {name: facts.get(name) for name in facts if name in named}
    for name in unknown:
        option = name.replace("-", "_")
        if option not in CLEARABLE:
            known = t("act.comma").join(one.replace("_", "-") for one in CLEARABLE)
            bad_option("unknown", t("facts.unknown_no", name=name, choices=known))
        if option in stated:
            bad_option("unknown", t("facts.both"))
        changed |= dict.fromkeys(FACTS[option].facts)
    return changed


def _read(draft: Draft) -> dict[str, Any]:
    reading = read_draft(draft)
    for row, sentence in reading.faults.items():
        option = next((name for name, fact in FACTS.items() if fact.row == row), row)
        bad_option(option, sentence)
    return dict(reading.facts)


def _draft(act: Act, stated: Mapping[str, Any]) -> Draft:
    """Fill in the desk's form, so that a fact means here what it means there."""
    filled: dict[str, Any] = {"flags": {}}
    for name, value in stated.items():
        fact = FACTS[name]
        if fact.flag:
            filled["flags"][fact.row] = value
        elif fact.menu:
            texts = value if fact.many else [value]
            codes = [code_of(act.services, fact.menu, text, name) for text in texts]
            filled[fact.row] = tuple(codes) if fact.many else codes[0]
        elif fact.many:
            find = place_of if name == "place" else unit_of
            filled[fact.row] = tuple(find(act.services, text, name) for text in value)
        else:
            filled[fact.row] = value
    for name in ("occurred", "known"):
        moment_of(act, name, stated.get(name))
    if "directed" in stated:
        act.again["--directed"] = due_again(stated["directed"], act.now)
    return Draft(opened_at=act.now.replace(microsecond=0), key=act.key, **filled)
