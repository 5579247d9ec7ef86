"""Persons. A telephone number is kept apart from the person and shown to few."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.kit.phones import masked
from services.registry.domain import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person 人员, without the number. ``unit`` is the code of the home unit 所在单位.

    ``phone_hint`` is the number with its middle hidden, None where there is no number.
    """

    id: UUID
    unit: str
    name: str
    fictitious: bool
    phone_hint: str | None = None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWithPhone:
    """What creating or changing a person decides: the row, and its number.

    ``rings_anew`` tells that the number is to be written, also where it is None; else it stays.
    """

    person: Person
    phone: str | None
    rings_anew: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What a caller tells about a person."""

    unit: str
    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPatch:
    """What changes in a person; None leaves a value, an empty ``phone`` removes the number."""

    id: UUID
    unit: str | None = None
    name: str | None = None
    phone: str | None = None


def create_person(command: NewPerson, id: UUID) -> PersonWithPhone:  # noqa: A002 - the row's own word
    """Decide a new person; raises BAD_PHONE, EMPTY_TEXT or TEXT_TOO_LONG."""
    phone = fields.phone(command.phone, "phone")
    person = Person(
        id=id,
        unit=command.unit,
        name=fields.text(command.name, "name", most=50),
        fictitious=False,
        phone_hint=masked(phone),
        version=1,
    )
    return PersonWithPhone(person=person, phone=phone)


def update_person(person: Person, patch: PersonPatch) -> PersonWithPhone:
    """Decide a person's next version, and the number if the patch names one."""
    rings_anew = patch.phone is not None
    phone = fields.phone(patch.phone, "phone")
    changed = replace(
        person,
        unit=patch.unit or person.unit,
        name=person.name if patch.name is None else fields.text(patch.name, "name", most=50),
        phone_hint=masked(phone) if rings_anew else person.phone_hint,
        version=person.version + 1,
    )
    return PersonWithPhone(person=changed, phone=phone, rings_anew=rings_anew)
