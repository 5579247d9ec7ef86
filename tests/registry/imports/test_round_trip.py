"""Whatever the registry may hold, its export says nothing new to it. Pure: no database, no wire."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.ids import new_id
from services.registry.domain.appointments import (
    Appointment,
    Employment,
    NewAppointment,
    Post,
    appoint,
)
from services.registry.domain.channels import ChannelKind, NewChannel, open_channel
from services.registry.domain.experts import NewExpert, add_expert
from services.registry.domain.imports.exporting import (
    channel_cells,
    expert_cells,
    export_header,
    post_cells,
    unit_cells,
)
from services.registry.domain.imports.known import Known, KnownPerson
from services.registry.domain.imports.outcomes import Outcome, Plan
from services.registry.domain.imports.planning import plan_import
from services.registry.domain.imports.tables import read_roster
from services.registry.domain.imports.words import TITLES, SheetKind
from services.registry.domain.persons import NewPerson, create_person
from services.registry.domain.units import Management, Unit, UnitKind
from services.registry.usecases.exports import Table, written
from tests.registry.world import make_credit_code, make_department, make_government

TODAY = date(2026, 11, 21)
GOVERNMENT = make_government()
# what `fields.text` lets pass, and what offices write: 汉字 with full-width signs and blanks
names = st.text(
    st.sampled_from("王伟張三〇·ＡＢ１２（）()“”=+-@'\"，,;；、 　\u00e9Az09"),
    min_size=1,
    max_size=20,
).filter(lambda text: bool(text.strip()) and text.strip().isprintable())
wide = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=30,
)
texts = names | wide
days = st.dates(min_value=date(1000, 1, 1))


@st.composite
def departments(draw: st.DrawFn) -> Unit:
    return make_department(
        GOVERNMENT,
        name=draw(texts),
        short_name=draw(texts),
        kind=draw(st.sampled_from([*UnitKind])),
        supervising=None,
        management=draw(st.sampled_from([Management.TERRITORIAL, Management.DUAL])),
        tags=tuple(draw(st.lists(wide, max_size=4, unique=True))),
        active_from=draw(st.none() | days),
        credit_code=draw(
            st.none() | st.from_regex("[0-9]{9}", fullmatch=True).map(make_credit_code)
        ),
    )


def planned(known: Known, tables: Sequence[Table], form: str) -> Plan:
    made = written(list(tables), form, "名录")
    try:
        file = read_roster(made.path.read_bytes())
    finally:
        made.path.unlink()
    return plan_import(file, known, reaches=lambda unit: True, today=TODAY, new_id=new_id)


def all_unchanged(plan: Plan) -> bool:
    found = {(one.outcome, one.code, one.reason) for one in plan.results}
    assert found == {(Outcome.UNCHANGED, None, None)}, found
    return True


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=40, deadline=None)
@given(unit=departments())
def test_units_come_back_unchanged(form: str, unit: Unit) -> None:
    known = Known(units=[GOVERNMENT, unit], supervision={})
    rows = [export_header(SheetKind.UNITS), unit_cells(unit)]
    assert all_unchanged(planned(known, [(TITLES[SheetKind.UNITS], rows)], form))


@st.composite
def appointments(draw: st.DrawFn, unit: Unit) -> tuple[KnownPerson, Appointment]:
    phone = draw(st.none() | st.from_regex(r"\+?[0-9]( [0-9]{3}){2,4}", fullmatch=True))
    made = create_person(NewPerson(unit=unit.code, name=draw(texts)[:50], phone=phone), new_id())
    command = NewAppointment(
        unit=unit.code,
        person_id=made.person.id,
        post=draw(st.sampled_from([*Post])),
        title=draw(texts),
        rank=draw(st.none() | texts),
        qualification=draw(st.none() | texts),
        employment=draw(st.none() | st.sampled_from([*Employment])),
        starts_on=(start := draw(days)),
        ends_on=draw(st.none() | st.dates(min_value=start)),
        filed_on=draw(st.none() | days),
    )
    known = KnownPerson(made.person, phone, frozenset({unit.code}))
    return known, appoint(command, made.person.name, (), new_id())


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_posts_come_back_unchanged(form: str, data: Any) -> None:
    unit = replace(data.draw(departments()), active_from=None)
    person, one = data.draw(appointments(unit))
    known = Known(units=[unit], supervision={}, persons=[person], appointments=[one])
    rows = [export_header(SheetKind.POSTS), post_cells(one, unit, person.phone)]
    assert all_unchanged(planned(known, [(TITLES[SheetKind.POSTS], rows)], form))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_experts_come_back_unchanged(form: str, data: Any) -> None:
    unit = replace(data.draw(departments()), active_from=None)
    command = NewExpert(
        unit=unit.code,
        name=data.draw(texts)[:50],
        fields=tuple(data.draw(st.lists(wide, min_size=1, max_size=4, unique=True))),
        affiliation=data.draw(st.none() | texts),
        added_on=data.draw(days),
    )
    one = add_expert(command, new_id(), TODAY)
    known = Known(units=[unit], supervision={}, experts=[one])
    rows = [export_header(SheetKind.EXPERTS), expert_cells(one, unit)]
    assert all_unchanged(planned(known, [(TITLES[SheetKind.EXPERTS], rows)], form))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_channels_come_back_unchanged(form: str, data: Any) -> None:
    unit = replace(data.draw(departments()), active_from=None)
    reach = data.draw(st.none() | st.integers(0, 10**8))
    command = NewChannel(
        unit=unit.code,
        kind=data.draw(st.sampled_from([*ChannelKind])),
        platform=data.draw(texts)[:50],
        name=data.draw(texts),
        url=data.draw(st.none() | st.just("https://example.test/路径?q=1")),
        owner=data.draw(st.none() | texts),
        group=data.draw(st.none() | texts),
        reach=reach,
        reach_source=None if reach is None else data.draw(texts),
        opened_on=data.draw(days),
    )
    one = open_channel(command, new_id())
    known = Known(units=[unit], supervision={}, channels=[one])
    rows = [export_header(SheetKind.CHANNELS), channel_cells(one, unit, None)]
    assert all_unchanged(planned(known, [(TITLES[SheetKind.CHANNELS], rows)], form))
