"""Who sat at a press conference (出席): people of the incident's parties, picked by digits.

石政办发〔2019〕5号 四: 相关部门负责人或新闻发言人应出席. Whether they were entitled that day is the
service's to say, from the posts it mirrors.
"""

import re
from dataclasses import dataclass

from clients.tui.locale import t
from clients.tui.models_incident import IncidentFile
from clients.tui.views.pieces import Line, Piece, line, muted, strong


@dataclass(frozen=True, slots=True)
class Attending:
    """A person of a unit, by the unit's code and the person's name."""

    unit: str
    person: str
    title: str


def who_may_attend(file: IncidentFile) -> tuple[Attending, ...]:
    """Return the heads and speakers of all parties, each once, nine at most."""
    found: dict[tuple[str, str], Attending] = {}
    for party in file.parties:
        for person in (party.person, party.speaker):
            if person is not None:
                away = f" {t('detail.absent')}" if person.present is False else ""
                title = f"{party.unit.name} {person.post_title}{away}"
                one = Attending(party.unit.code, person.name, title)
                found.setdefault((one.unit, one.person), one)
    return tuple(found.values())[:9]


def typed_people(text: str, unit: str) -> list[dict[str, str]]:
    """Read `张三、1301-JYJ:李四、130123:王五:局长`: unit, person and post, told apart by colons.

    A bare name stands for `unit`.
    """
    found = []
    for part in re.split(r"[、,，;；]", text):
        words = [word.strip() for word in part.replace("：", ":").split(":")]
        code, person, post = ("", *words, "")[:3] if len(words) == 1 else (*words, "")[:3]
        if person:
            named = {"unit": code or unit, "person": person}
            found.append(named | ({"post": post} if post else {}))
    return found


def toggled(
    people: tuple[Attending, ...], attended: tuple[Attending, ...], digit: str
) -> tuple[Attending, ...]:
    """Return who attended after a digit: in if out, out if in; 0 empties the list."""
    if digit == "0":
        return ()
    if int(digit) > len(people):
        return attended
    one = people[int(digit) - 1]
    if one in attended:
        return tuple(other for other in attended if other != one)
    return (*attended, one)


def attended_value(attended: tuple[Attending, ...]) -> Line:
    if not attended:
        return line(muted(t("intake.none")))
    return line(strong(t("intake.comma").join(one.person for one in attended)))


def attendee_lines(people: tuple[Attending, ...], attended: tuple[Attending, ...]) -> list[Line]:
    """Return the people with their digits; who attended stands out."""
    return [
        line(
            Piece(str(digit), "keys", bold=True),
            Piece(f" {one.person}", "fg", one in attended, "selection" if one in attended else ""),
            muted(f" {one.title}"),
        )
        for digit, one in enumerate(people, start=1)
    ]
