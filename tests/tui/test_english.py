"""What only English needs: sentences for the services' refusals, and one row beside two."""

from collections.abc import Iterator

import pytest

from clients.cli.exchange import Refused as Declined
from clients.cli.exchange import value_of
from clients.cli.releases import _said
from clients.english.counting import counted
from clients.english.reports import SECTIONS
from clients.tui.link import Refused
from clients.tui.locale import speak, t
from clients.tui.models import Model, decode
from clients.tui.models_chain import Doubt
from clients.tui.models_reports import ReportSection
from clients.tui.service_link import unpacked
from clients.tui.views.reports import part_note, part_title
from services.deadlines.domain.messages import NO_ATTENDEE
from services.deadlines.domain.report_words import SECTION_TITLES

LATE = {"__typename": "Refusal", "code": "OVERLAPS", "message": "王五在此时段已有班次。"}


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUIYING_LANG", "en")
    speak("en")
    yield
    speak("zh")


def refused() -> tuple[str, str]:
    with pytest.raises(Refused) as desk:
        unpacked({"planShifts": LATE})
    with pytest.raises(Declined) as command:
        value_of({"planShifts": LATE})
    return desk.value.message, command.value.message


def test_chinese_says_what_the_service_said() -> None:
    assert refused() == (LATE["message"], LATE["message"])


@pytest.mark.usefixtures("english")
def test_english_says_it_by_the_code_with_the_particulars_behind() -> None:
    said = f"The person has another shift at that time; change that first: {LATE['message']}"
    assert refused() == (said, said)


@pytest.mark.usefixtures("english")
def test_one_row_is_no_rows() -> None:
    assert [t("list.count", n=n) for n in ("0", "1", "2", "21+")] == [
        "0 rows",
        "1 row",
        "2 rows",
        "21+ rows",
    ]


def test_each_word_follows_the_number_before_it() -> None:
    text = "{n} [act|acts] of {m} kept [is|are] left, at 10:01"
    assert counted(text.format(n=1, m=2)) == "1 act of 2 kept are left, at 10:01"
    assert counted(text.format(n=11, m=1)) == "11 acts of 1 kept is left, at 10:01"
    assert counted("write [key|keys] so") == "write [key|keys] so"


@pytest.mark.usefixtures("english")
def test_every_part_of_a_report_has_an_english_title_and_note() -> None:
    assert set(SECTIONS) == set(SECTION_TITLES)
    part = ReportSection(
        key="MISSED",
        title="超期未办清单",
        note="",
        empty=None,
        more=0,
        rows=[],
        lines=[],
        upgrades=[],
    )
    assert part_title(part) == "Overdue and open"
    assert part_note(part) == SECTIONS["MISSED"][1]


@pytest.mark.usefixtures("english")
def test_a_doubt_is_told_in_english_by_the_desk_and_by_the_command() -> None:
    doubted = {"warnings": [{"message": NO_ATTENDEE}], "fulfilled": []}
    said = "No head or spokesperson in office of the unit in charge is listed as present."
    assert _said(doubted)[-1].startswith(said)
    [doubt] = decode({"warnings": [{"message": NO_ATTENDEE}]}, Doubted).warnings
    assert doubt.message == _said(doubted)[-1]


class Doubted(Model, kw_only=True):
    warnings: list[Doubt]
