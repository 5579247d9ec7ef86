"""Who may see what: the codes of the territories a unit lies in, by level."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

NATION = "0"
NOWHERE = (NATION, None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Scope:
    """The six codes of a unit's place (管辖范围): nation, province, prefecture, county, township,
    department. None where the unit lies above that level or there is no such level.
    """

    codes: tuple[str | None, ...] = NOWHERE

    @classmethod
    def of_code(cls, code: str) -> Self:
        """Read the place off a unit or division code; for units that the mirror does not have.

        Division codes hold their ancestors as prefixes of 2, 4, 6 and 9 digits (GB/T 2260 and its
        statistical extension). What is not such a code lies in the nation and nowhere nearer.
        """
        division, dash, rest = code.partition("-")
        if not division.isdigit():
            return cls()
        steps = [division[:n] if len(division) >= n else None for n in (2, 4, 6, 9)]
        department = f"{division}-{rest.partition('-')[0]}" if dash else None
        return cls((NATION, *steps, department))

    def at(self, level: int) -> str | None:
        """Return the code at ``level``, 1 the nation to 6 the department."""
        return self.codes[level - 1]

    def named(self) -> tuple[str, ...]:
        """Return the codes that are there, widest first."""
        return tuple(code for code in self.codes if code is not None)


def all_codes(scopes: Iterable[Scope]) -> tuple[str, ...]:
    """Join the codes of several places, each once, sorted."""
    return tuple(sorted({code for scope in scopes for code in scope.named()}))


def within(unit: str, level: int, code: str) -> bool:
    """Tell whether a unit lies in the territory of a reader, as far as its code tells."""
    return Scope.of_code(unit).at(level) == code
