"""A pack that overlaps another version of itself is not adopted."""

from dataclasses import replace
from datetime import date

import pytest

from services.deadlines.domain.adoptions import check_adoption
from services.deadlines.law.adoption import Adoption
from services.deadlines.law.selection import PackSet
from services.kit.ids import new_id
from services.kit.refusal import Refusal
from tests.deadlines.law.law import packs, shipped, world
from tests.support.moments import AT_THREE_IN_THE_MORNING

CITY = packs("city-monitoring")[0]
NEW = replace(CITY, version=f"{CITY.version}-new")
COUNTY = world().units["130123"]


def adopt(begins: date, *standing: Adoption, among: PackSet | None = None) -> None:
    loaded = among or shipped()
    check_adoption(NEW, COUNTY, begins, "另有决定", standing, loaded, AT_THREE_IN_THE_MORNING)


def old(ends: date | None) -> Adoption:
    return Adoption(
        id=new_id(),
        pack=CITY.id,
        pack_version=CITY.version,
        unit="130123",
        unit_name="正定县人民政府",
        begins=date(2026, 1, 1),
        ends=ends,
    )


@pytest.mark.parametrize("ends", [None, date(2027, 1, 2)])
def test_another_version_adopted_for_some_of_the_same_days_is_refused(ends: date | None) -> None:
    with pytest.raises(Refusal, match="停用") as found:
        adopt(date(2027, 1, 1), old(ends))
    assert (found.value.code, found.value.field) == ("PACK_OVERLAPS", "input.effectiveFrom")


def test_a_version_may_follow_on_the_day_on_which_the_other_ends() -> None:
    adopt(date(2027, 1, 1), old(ends=date(2027, 1, 1)))


def test_another_version_that_binds_by_its_own_text_is_refused() -> None:
    (bound,) = packs("shijiazhuang-2019")
    standing = replace(bound, id=CITY.id)
    with pytest.raises(Refusal) as found:
        adopt(date(2027, 1, 1), among=PackSet.of([standing]))
    assert found.value.code == "PACK_OVERLAPS"
