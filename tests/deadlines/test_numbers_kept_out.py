"""Telephone numbers that somebody wrote into a text lose their middle; nothing else is touched."""

from datetime import UTC, date, datetime

import pytest

from services.deadlines.domain.document_parts import without_numbers
from services.kit.documents.model import Column, Document, Paragraph, Table

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("电话13912345678。", "电话139****5678。"),
        ("tel=139-1234-5678", "tel=139****5678"),
        ("+86 13912345678，请回", "+86****5678，请回"),
        ("座机0311-86012345", "座机031****2345"),
        ("１３９１２３４５６７８", "１３９****５６７８"),
        ("见https://a.cn/13912345678.html，电话13912345678", None),
        ("2026-11-21 03:02，编号2026-0001，金额13912345元", None),
        ("工单20261121000123", None),
        ("019a2029-0b7f-75ba-8c25-012345678901", None),
        ("a" * 20 + "13912345678" + "b" * 33, None),
    ],
)
def test_a_number_loses_its_middle(text: str, told: str | None) -> None:
    kept = Table("甲", (Column("乙"),), ((text,),))
    document = Document(
        title="丙", unit="丁", on=date(2026, 11, 21), made_at=NOW, blocks=(Paragraph(text), kept)
    )
    wanted = told or text.replace("电话13912345678", "电话139****5678")
    assert without_numbers(document).blocks == (
        Paragraph(wanted),
        Table("甲", (Column("乙"),), ((wanted,),)),
    )
