"""Who a row means: by unit and name, by number only where several bear the name. Never guessed."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from services.registry.domain import fields
from services.registry.domain import persons as domain
from services.registry.domain.imports.cells import same
from services.registry.domain.imports.known import Book, KnownPerson
from services.registry.domain.imports.outcomes import NotTaken, PhoneChange, Plan
from services.registry.domain.persons import NewPerson, PersonPatch, PersonWithPhone
from services.registry.domain.units import Unit

_SHOWN = 5


@dataclass(slots=True)
class People:
    """Finds and registers people while rows are decided; numbers told twice must agree."""

    book: Book
    plan: Plan
    told: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    posts: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))

    def find(self, unit: Unit, name: str, phone: str | None) -> KnownPerson | None:
        """Return whom the row means, None where nobody of the unit bears the name.

        Raises NotTaken AMBIGUOUS_PERSON, naming the candidates.
        """
        found = self.book.people(unit, name)
        if len(found) < 2:
            return found[0] if found else None
        if phone:
            matching = [one for one in found if one.phone and digits(one.phone) == digits(phone)]
            if len(matching) == 1:
                return matching[0]
        listed = "、".join(self._described(one) for one in found[:_SHOWN])
        reason = f"{unit.name}有 {len(found)} 位“{name}”：{listed}，请填登记的手机号以区分"
        raise NotTaken("AMBIGUOUS_PERSON", reason)

    def _described(self, one: KnownPerson) -> str:
        posts = "、".join(self.posts.get(one.person.id, [])) or "无任职"
        return f"{one.person.name}（{one.person.phone_hint or '无手机'}，{posts}）"

    def somebody_new(self, unit: Unit, name: str, phone: str | None) -> KnownPerson:
        """Decide a new person of the unit, not yet registered; raises Refusal, NotTaken."""
        if phone and "*" in phone:
            raise NotTaken("HIDDEN_PHONE", "手机号被遮盖，新登记人员须填完整号码或留空")
        command = NewPerson(unit=unit.code, name=name, phone=phone)
        made = domain.create_person(command, self.book.new_id())
        return KnownPerson(made.person, made.phone, frozenset({unit.code}))

    def register(self, known: KnownPerson, line: int) -> None:
        """Plan a new person, whom later rows find."""
        self.plan.persons.append(PersonWithPhone(person=known.person, phone=known.phone))
        self.book.add_person(known)
        if known.phone:
            self.told[known.person.id] = (known.phone, line)

    def checked_phone(self, known: KnownPerson, phone: str | None, line: int) -> str | None:
        """Return the number to change to, None where it stays; an empty cell removes nothing.

        Raises NotTaken PHONE_TWICE or HIDDEN_PHONE, and Refusal BAD_PHONE.
        """
        if not phone:
            return None
        first = self.told.get(known.person.id)
        if first and digits(first[0]) != digits(phone):
            reason = f"与第 {first[1]} 行同单位同名而手机不同，无法判断是否同一人，请先单独登记"
            raise NotTaken("PHONE_TWICE", reason)
        if "*" in phone:
            if phone == known.person.phone_hint:
                return None
            raise NotTaken("HIDDEN_PHONE", "手机号被遮盖且与登记的不同，请填完整号码或留空")
        if known.phone and digits(known.phone) == digits(phone):
            return None
        home = self.book.units.get(known.person.unit)
        if home is None or not self.book.reaches(home):
            raise NotTaken(
                "OUT_OF_SCOPE", f"{known.person.name}的所在单位不在您的管理范围内，手机不能修改"
            )
        return fields.phone(phone, "phone")

    def change_phone(self, known: KnownPerson, phone: str, line: int) -> None:
        """Plan another number for a person who was found."""
        patch = PersonPatch(id=known.person.id, phone=phone)
        changed = domain.update_person(known.person, patch)
        self.plan.phones.append(PhoneChange(before=known.person, after=changed.person, phone=phone))
        known.person, known.phone = changed.person, changed.phone
        self.told[known.person.id] = (phone, line)


def digits(phone: str) -> str:
    """Return what two spellings of one number have in common."""
    return "".join(char for char in same(phone) if char.isdigit() or char in "+*")
