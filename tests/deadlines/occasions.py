"""An occasion with one duty, written as a use case writes them, for the tests of this folder."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.deadlines.domain.occasions import NewOccasion, OccasionKind
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.results import BasisLine, RequiredDuty, UnitRef
from services.deadlines.law.words import DueClass, Modality
from services.deadlines.store.obligations import Computed, open_obligations
from services.deadlines.store.occasions import save_occasions
from services.deadlines.usecases.recording import Record, settle
from services.kit.auth import Principal, Role
from services.kit.ids import new_id
from tests.deadlines.desk import LAW, Desk

OFFICE = UnitRef(code="1301-ZFB", name="石家庄市人民政府办公室")
EDITOR = Principal(
    subject="t",
    name="测试",
    role=Role.OFFICER,
    unit="1301",
    scope_level=3,
    scope_code="1301",
    expires_at=datetime.max.replace(tzinfo=UTC),
)


def make_duty(due_at: datetime | None, start_at: datetime) -> RequiredDuty:
    line = BasisLine(
        pack="shijiazhuang-2019",
        pack_version="1",
        pack_title="石家庄2019",
        document="石政办发〔2019〕5号",
        duty="bulletin",
        clause="六",
        gist="每半年通报",
        modality=Modality.SHALL,
        start=None,
        start_at=start_at,
        within=None,
        due_at=due_at,
        assumption=None,
        verified=True,
        provisional=False,
        acting=True,
    )
    return RequiredDuty(
        key="BULLETIN",
        kind="BULLETIN",
        title="半年通报",
        due_class=DueClass.STATUTORY_TIMED if due_at else DueClass.STATUTORY_UNTIMED,
        modality=Modality.SHALL,
        start_at=start_at,
        due_at=due_at,
        provisional=False,
        late_at_intake=False,
        owed=True,
        owed_after=(),
        owner=OFFICE,
        person=None,
        recipients=(),
        fulfilled_by=(),
        conclusive=False,
        at_source=False,
        basis=(line,),
    )


def make_occasion(now: datetime, seen_by: tuple[str, ...]) -> NewOccasion:
    return NewOccasion(
        id=new_id(),
        number="2026年下半年",
        kind=OccasionKind.PERIOD,
        title="政务舆情回应半年通报",
        unit=OFFICE,
        begins_at=now - timedelta(days=140),
        ends_at=now + timedelta(days=40),
        packs=("shijiazhuang-2019@1",),
        body={},
        opened_at=now,
        opened_by="周期任务",
        scope=Scope.of_code(OFFICE.code),
        seen_by=seen_by,
    )


async def open_occasion(
    desk: Desk, *, left: timedelta | None = timedelta(minutes=10), also_seen_by: str = "0"
) -> UUID:
    """Open an occasion of the prefecture's office whose one duty falls due after ``left``."""
    now = desk.clock.now()
    duty = make_duty(now + left if left is not None else None, now - timedelta(days=140))
    codes = (*Scope.of_code(OFFICE.code).named(), also_seen_by)
    occasion = make_occasion(now, codes)
    async with desk.database.transaction() as conn:
        await save_occasions(conn, [occasion])
        row = Computed(
            id=new_id(), duty=duty, scope=occasion.scope, opened_on="PERIOD", occasion=occasion.id
        )
        await open_obligations(conn, None, [row], at=now, actor="周期任务", reason="到期前列出")
        record = Record(
            incident=occasion.id,
            of="occasion",
            number=occasion.number,
            caller=EDITOR,
            now=now,
            seen_by=codes,
        )
        await settle(conn, LAW, record, occasion.packs, {row.id})
        await record.write(conn)
    return occasion.id
