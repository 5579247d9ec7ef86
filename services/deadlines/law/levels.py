"""Who decides on an incident's own level: the government office there, and nobody above it."""

from services.deadlines.law.directory import Directory, Unit
from services.deadlines.law.facts import Facts
from services.deadlines.law.selectors import common_division, places


def own_level(facts: Facts) -> str:
    """Tell the division whose organs decide on an incident (当地): its place, or what holds all.

    A township's incident is its county's. "" where nothing is known of the place.
    """
    return common_division(tuple(place[:6] for place in places(facts, Directory())))


def government_office(facts: Facts, directory: Directory) -> Unit | None:
    """Find the government office (政府办公室) of the incident's own level; it never climbs.

    石家庄 2019 二¶3: 必要时由当地政府办公室确定牵头部门. None where the registry has none there:
    an office of another level does not stand in for it.
    """
    return directory.organ(own_level(facts), "GOVERNMENT_OFFICE")
