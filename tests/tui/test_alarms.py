"""When the desk rings."""

from datetime import timedelta

from clients.tui.alarms import Alarms
from tests.support.desk_rows import NOW, make_row, raw_incident

M = timedelta(minutes=1)


def primed(*rows: object) -> Alarms:
    alarms = Alarms()
    alarms.look(rows, NOW)  # type: ignore[arg-type] # rows of the builder
    return alarms


def test_what_stands_there_at_the_start_does_not_ring() -> None:
    alarm = Alarms().look([make_row(left=-M), make_row("b", left=M)], NOW)
    assert (alarm.ring, alarm.lines) == (False, [])


def test_each_step_is_told_once() -> None:
    row = make_row(left=16 * M)
    alarms, told = primed(row), []
    for minute in range(40):
        alarm = alarms.look([row], NOW + minute * M)
        told += [line.kind for line in alarm.lines]
        assert alarm.ring == bool(alarm.lines) == bool(alarm.flash)
    assert told == ["urgent", "over"]


def test_a_moved_limit_is_told_again() -> None:
    alarms = primed(make_row(left=10 * M))
    moved = make_row(left=12 * M, version=2)
    assert [line.kind for line in alarms.look([moved], NOW).lines] == ["urgent"]


def test_a_new_incident_of_the_gravest_level_rings_once() -> None:
    alarms = primed()
    row = make_row(left=5 * timedelta(hours=1), incident=raw_incident(9))
    assert [line.kind for line in alarms.look([row], NOW).lines] == ["grave"]
    assert not alarms.look([row], NOW).ring


def test_unaccepted_urgent_duties_ring_every_minute_until_accepted() -> None:
    row = make_row(left=-M, acknowledgedAt=None)
    alarms = primed(row)
    rings = [alarms.look([row], NOW + timedelta(seconds=s)).ring for s in range(1, 181)]
    assert [second for second, rang in enumerate(rings, start=1) if rang] == [60, 120, 180]
    assert not alarms.look([make_row(left=-M)], NOW + 10 * M).ring


def test_a_duty_without_limit_never_rings() -> None:
    row = make_row(left=None, acknowledgedAt=None, incident=raw_incident(severityTitle="一般"))
    alarms = primed()
    assert not any(alarms.look([row], NOW + day * timedelta(days=1)).ring for day in range(30))
