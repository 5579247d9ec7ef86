"""What the registry holds of the units and people that a file names, as one snapshot saw it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.registry.domain.appointments import Appointment
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.imports.cells import same
from services.registry.domain.imports.outcomes import NotTaken
from services.registry.domain.imports.rows import Row, UnitRow
from services.registry.domain.persons import Person
from services.registry.domain.units import Unit

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a file names the units that it speaks of; its people are looked for in those units."""

    codes: frozenset[str]
    credit_codes: frozenset[str]
    names: frozenset[str]
    supervising: frozenset[str]


@dataclass(slots=True)
class KnownPerson:
    """A person, and the codes of units where one is known by name.

    ``phone`` is None where there is none, or where no row asks for it: a number is not looked up
    but to be compared.
    """

    person: Person
    phone: str | None
    units: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Rows of the registry. ``supervision`` leads from a code to who supervises it, upward."""

    units: Sequence[Unit]
    supervision: Mapping[str, str | None]
    persons: Sequence[KnownPerson] = ()
    appointments: Sequence[Appointment] = ()
    experts: Sequence[Expert] = ()
    channels: Sequence[Channel] = ()


def wanted(rows: Iterable[Row]) -> Wanted:
    """Return which units a file speaks of, under every spelling that may be kept."""
    codes: set[str] = set()
    names: set[str] = set()
    supervising: set[str] = set()
    credit_codes: set[str] = set()
    for row in rows:
        if row.unit_code:
            codes.add(row.unit_code)
        if row.unit_name and (isinstance(row, UnitRow) or not row.unit_code):
            names.add(row.unit_name)
        if row.credit_code:
            credit_codes.add(row.credit_code)
        if isinstance(row, UnitRow):
            codes.update(_codes_above(row.code))
        above = (row.parent, row.supervising) if isinstance(row, UnitRow) else (row.parent,)
        for text in filter(None, above):
            (codes if text[0].isdigit() else names).add(text.upper() if text[0].isdigit() else text)
        if isinstance(row, UnitRow) and row.supervising:
            supervising.add(row.supervising)
    spelled = {spelling for name in names for spelling in _spellings(name)}
    return Wanted(
        codes=frozenset(codes),
        credit_codes=frozenset(credit_codes),
        names=frozenset(spelled),
        supervising=frozenset(supervising),
    )


def _codes_above(code: str) -> Iterator[str]:
    head, dash, _ = code.rpartition("-")
    if dash:
        yield head
    else:
        yield from ("0", *(code[:length] for length in (2, 4, 6) if length < len(code)))


def _spellings(name: str) -> Iterator[str]:
    yield name
    yield name.replace("（", "(").replace("）", ")")
    yield name.replace("(", "（").replace(")", "）")


@dataclass(slots=True)
class Book:
    """What is known while rows are decided one after another, later rows seeing earlier ones.

    ``reaches`` tells whether the caller may change a unit, ``today`` is the day in China.
    ``bearers`` are the units by their credit codes.
    """

    known: Known
    reaches: Callable[[Unit], bool]
    today: date
    new_id: Callable[[], UUID]
    units: dict[str, Unit] = field(init=False)
    supervision: dict[str, str | None] = field(init=False)
    refused_units: dict[str, int] = field(default_factory=dict)
    bearers: dict[str, Unit] = field(default_factory=dict)
    _by_name: dict[str, dict[str, Unit]] = field(init=False)
    _people: dict[tuple[str, str], list[KnownPerson]] = field(init=False)

    def __post_init__(self) -> None:
        self.units = {}
        self._by_name = defaultdict(dict)
        self._people = defaultdict(list)
        self.supervision = dict(self.known.supervision)
        for unit in self.known.units:
            self.add_unit(unit)
        for person in self.known.persons:
            self.add_person(person)

    def add_unit(self, unit: Unit) -> None:
        """Let later rows find a unit by code and by names."""
        self.units[unit.code] = unit
        if unit.credit_code:
            self.bearers[unit.credit_code] = unit
        for name in {same(unit.name), same(unit.short_name)}:
            self._by_name[name][unit.code] = unit

    def add_person(self, known: KnownPerson) -> None:
        """Let later rows find a person in each of the units where one is known."""
        for code in known.units:
            self._people[code, same(known.person.name)].append(known)

    def people(self, unit: Unit, name: str) -> list[KnownPerson]:
        """Return those of the name who belong to the unit or hold a post of it."""
        return self._people.get((unit.code, same(name)), [])

    def named(self, name: str) -> list[Unit]:
        """Return the units of a full or short name."""
        return list(self._by_name.get(same(name), {}).values())

    def unit_of(
        self, code: str | None, name: str | None, parent: str | None, credit_code: str | None = None
    ) -> Unit:
        """Return the unit that a row speaks of and the caller may change; raises NotTaken.

        A code decides, then a credit code; what stands beside it must be the unit's. A name alone
        must be one unit's within the caller's reach, of the parent where one is told.
        """
        bearer = self.bearers.get(credit_code or "")
        if code or bearer:
            unit = self._by_code(code or (bearer.code if bearer else ""), name)
        elif name:
            unit = self._by_names(name, parent)
        else:
            raise NotTaken("UNKNOWN_UNIT", f"没有信用代码为“{credit_code}”的单位，请填单位代码")
        self.refuse_differing(unit, credit_code)
        if not self.reaches(unit):
            raise NotTaken("OUT_OF_SCOPE", f"{unit.name}不在您的管理范围内")
        return unit

    def refuse_differing(self, unit: Unit, credit_code: str | None) -> None:
        """Refuse a credit code that is not the unit's; one of nobody says nothing against it."""
        bearer = self.bearers.get(credit_code or "")
        if bearer is not None and bearer.code != unit.code:
            reason = f"信用代码“{credit_code}”是{bearer.name}（{bearer.code}）的，"
            raise NotTaken("KEYS_DIFFER", f"{reason}而这一行写的是{unit.name}（{unit.code}）")
        if credit_code and unit.credit_code not in (None, credit_code):
            reason = f"{unit.name}登记的信用代码是 {unit.credit_code}，与表中不符"
            raise NotTaken("KEYS_DIFFER", f"{reason}，更正请在单位变更中办理")

    def _by_code(self, code: str, name: str | None) -> Unit:
        unit = self.units.get(code)
        if unit is None and code in self.refused_units:
            line = self.refused_units[code]
            raise NotTaken("UNIT_REJECTED", f"单位“{code}”所在的第 {line} 行未被接受")
        if unit is None:
            raise NotTaken("UNKNOWN_UNIT", f"没有代码为“{code[:40]}”的单位")
        if name and same(name) not in (same(unit.name), same(unit.short_name)):
            reason = f"代码“{code}”是{unit.name}，与表中名称“{name[:40]}”不符"
            raise NotTaken("CODE_AND_NAME_DIFFER", reason)
        return unit

    def _by_names(self, name: str, parent: str | None) -> Unit:
        everywhere = self.named(name)
        found = [unit for unit in everywhere if self.reaches(unit)]
        if parent:
            found = [unit for unit in found if self.is_called(unit.parent, parent)]
        if not found:
            if everywhere and not parent:
                raise NotTaken("OUT_OF_SCOPE", f"“{name[:40]}”不在您的管理范围内")
            below = f"“{parent[:40]}”之下" if parent else "您的管理范围内"
            raise NotTaken("UNKNOWN_UNIT", f"{below}没有名为“{name[:40]}”的单位，请填单位代码")
        if len(found) > 1:
            listed = "、".join(f"{unit.name}（{unit.code}）" for unit in found[:_SHOWN])
            more = "等" if len(found) > _SHOWN else ""
            reason = f"“{name[:40]}”有 {len(found)} 个单位：{listed}{more}，请填单位代码"
            raise NotTaken("AMBIGUOUS_UNIT", reason)
        return found[0]

    def is_called(self, code: str | None, text: str) -> bool:
        """Whether a unit of that code is meant by a code or a name."""
        if code is None:
            return False
        unit = self.units.get(code)
        names = (same(unit.name), same(unit.short_name)) if unit else ()
        return code == text.upper() or same(text) in names
