"""The naive implementation's own idea of units: a list of dicts, searched from the front."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Table = Mapping[str, Any]


class Units:
    """Finds by scanning; answers with codes."""

    def __init__(self, rows: Sequence[Table]) -> None:
        self.rows = {row["code"]: row for row in rows}

    def named(self, selector: str, facts: Table) -> list[str]:
        """Find the units that a pack's word means, in order; empty = the registry has none."""
        ways: Mapping[str, Callable[[Table], list[str]]] = {
            "LOCAL_GOVERNMENT": self.governments,
            "INVOLVED_UNITS": self.involved,
            "INVOLVED_DEPARTMENTS": self.departments,
            "FIELD_DEPARTMENTS": self.departments,  # no place has set anything down here
            "SUPERVISING_UNIT": self.superiors,
            "SUPERVISING_DEPARTMENTS": self.superiors_and_others,
            "UPPER_SECTOR": self.upper_sector,
            "LOCAL_OFFICE": lambda f: self.organs(f, "GOVERNMENT_OFFICE"),
            "LOCAL_CYBERSPACE": lambda f: self.organs(f, "CYBERSPACE"),
            "LOCAL_NEWS_OFFICE": lambda f: self.organs(f, "NEWS_OFFICE"),
            "BUREAU": self.bureaus,
            "BUREAU_OFFICE": lambda f: self.having([f"{b}-BGS" for b in self.bureaus(f)]),
        }
        return ways[selector](facts)

    def having(self, codes: Sequence[str]) -> list[str]:
        """Keep the codes that are registered, each once."""
        return [c for i, c in enumerate(codes) if c in self.rows and c not in codes[:i]]

    def places(self, facts: Table) -> list[str]:
        """List where the incident is, at county level at the finest; else where the desk is."""
        if facts["localities"]:
            return [code[:6] for code in facts["localities"]]
        desk = facts["desk"]
        if desk in self.rows:
            return [self.rows[desk]["division"]]
        digits = (desk or "").split("-")[0]
        return [digits] if digits.isdigit() else []

    def upwards(self, place: str, wanted: Callable[[str], str | None]) -> str | None:
        """Ask at the place, then at the prefecture, then at the province."""
        for length in (len(place), 4, 2):
            if length <= len(place) and (found := wanted(place[:length])):
                return found
        return None

    def governments(self, facts: Table) -> list[str]:
        def of(place: str) -> str | None:
            row = self.rows.get(place)
            return place if row and row["kind"] in ("GOVERNMENT", "COMMITTEE") else None

        return self.having([self.upwards(p, of) or "" for p in self.places(facts)])

    def organs(self, facts: Table, kind: str) -> list[str]:
        def of(place: str) -> str | None:
            here = [r["code"] for r in self.rows.values() if r["division"] == place]
            return min((c for c in here if self.rows[c]["kind"] == kind), default=None)

        return self.having([self.upwards(p, of) or "" for p in self.places(facts)])

    def stand_in(self, facts: Table) -> list[str]:
        """The local government, or its place's code where it is not registered."""
        places = self.places(facts)
        return self.governments(facts) or [places[0] if places else ""]

    def involved(self, facts: Table) -> list[str]:
        return self.having(facts["units"] or ())

    def department(self, code: str) -> str:
        """Climb out of the inside of a bureau."""
        row = self.rows[code]
        while row["level"] == "INTERNAL" and row.get("parent") in self.rows:
            row = self.rows[row["parent"]]
        return str(row["code"])

    def departments(self, facts: Table) -> list[str]:
        return self.having([self.department(code) for code in self.involved(facts)])

    def vertical_departments(self, facts: Table) -> list[str]:
        found = self.departments(facts)
        return [c for c in found if self.rows[c].get("management") == "VERTICAL"]

    def superiors(self, facts: Table) -> list[str]:
        above = [self.rows[c].get("supervising") or "" for c in self.vertical_departments(facts)]
        return self.having(above)

    def superiors_and_others(self, facts: Table) -> list[str]:
        """The superiors; after them whoever has none of them above."""
        answer = self.superiors(facts)
        if answer:
            for code in self.departments(facts):
                row = self.rows[code]
                lifted = row.get("management") == "VERTICAL" and row.get("supervising") in self.rows
                if not lifted and code not in answer:
                    answer.append(code)
        return answer

    def upper_sector(self, facts: Table) -> list[str]:
        places = facts["localities"] or self.places(facts)
        shared = ""
        for length in (2, 4, 6, 9):
            heads = {p[:length] for p in places}
            if len(heads) == 1 and len(next(iter(heads))) == length:
                shared = heads.pop()
        lines = [c.split("-", 1)[1] for c in self.departments(facts) if "-" in c]
        return self.having([f"{shared}-{line}" for line in lines])

    def bureaus(self, facts: Table) -> list[str]:
        found = self.departments(facts)
        if not found and facts["desk"] in self.rows:
            return [self.department(facts["desk"])]
        return found
