"""Chinese line breaking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clients.tui.views.pieces import Piece, cut, flowing, muted, plain, spared
from clients.tui.views.wrap import NO_END, NO_START, atoms, fit, wrap_zh

texts = st.text(
    alphabet="对涉及重大舆情，最迟要在5小时内发布“权威信息”。〔2016〕80号（第3次）ab 12%、：；！\n",
    max_size=80,
)
widths = st.integers(4, 40)


@given(texts, widths)
def test_lines_join_back_to_the_text_and_keep_the_width(text: str, width: int) -> None:
    lines = wrap_zh(text, width)
    assert "".join(lines) == text.replace("\n", "")
    assert all(cell_len(line) <= width for line in lines)


@given(texts, widths)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    text: str, width: int
) -> None:
    for piece in text.split("\n"):
        if any(cell_len(atom) > width for atom in atoms(piece)):
            continue
        lines = wrap_zh(piece, width)
        assert not any(line[0] in NO_START for line in lines[1:] if line)
        assert not any(line[-1] in NO_END for line in lines[:-1] if line)


def test_a_number_keeps_its_unit_and_a_document_its_number() -> None:
    assert wrap_zh("最迟要在5小时内", 10) == ["最迟要在", "5小时内"]
    assert wrap_zh("国办发〔2016〕80号", 12) == ["国办发", "〔2016〕80号"]


def test_an_opening_quote_goes_to_the_next_line() -> None:
    assert wrap_zh("不得对外发布“权威”", 14) == ["不得对外发布", "“权威”"]


@given(st.text(max_size=30), st.integers(3, 30), st.booleans())
def test_a_fitted_text_has_exactly_its_cells(text: str, width: int, right: bool) -> None:
    line = "".join(char for char in text if char.isprintable() and cell_len(char) > 0)
    assert cell_len(fit(line, width, right)) == width


def test_a_number_is_not_torn_from_a_unit_of_two_characters() -> None:
    assert wrap_zh("须在48小时内答复", 9) == ["须在", "48小时内", "答复"]
    assert wrap_zh("损失300万元以上", 10) == ["损失", "300万元以", "上"]


UNITS = ("小时", "分钟", "日", "条", "万元", "人", "%")
numbered = st.builds(lambda n, unit: f"{n}{unit}", st.integers(0, 9999), st.sampled_from(UNITS))
documents = st.builds(lambda y, n: f"〔{y}〕{n}号", st.integers(2000, 2030), st.integers(1, 300))
wholes = st.one_of(numbered, documents)
around = st.text(alphabet="对涉及重大舆情最迟要在内发布，。“”（）", max_size=12)


@given(st.lists(st.tuples(around, wholes), min_size=1, max_size=6), st.integers(16, 40))
def test_no_number_leaves_its_unit_and_no_document_its_year(
    parts: list[tuple[str, str]], width: int
) -> None:
    text = "".join(before + whole for before, whole in parts)
    breaks, at = set(), 0
    for line in wrap_zh(text, width)[:-1]:
        at += len(line)
        breaks.add(at)
    if any(cell_len(atom) > width for atom in atoms(text)):
        return
    at = 0
    for before, whole in parts:
        at += len(before)
        assert not breaks & set(range(at + 1, at + len(whole)))
        at += len(whole)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("期初 07-01 00:00:00 至", 16, ["期初 ", "07-01 00:00:00 ", "至"]),
        ("届时结束；4 个任职", 11, ["届时结束；", "4 个任职"]),
        ("por 24 hours", 8, ["por ", "24 hours"]),
    ],
)
def test_a_date_keeps_its_hour_and_a_number_its_noun(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrap_zh(text, width) == lines


def test_what_does_not_fit_a_line_flows_on_below_it() -> None:
    said = (Piece("首次发布"), muted(" 原则上"), Piece("  提前37分"))
    assert plain(flowing(said, 30)) == "首次发布 原则上  提前37分"
    assert plain(flowing(said, 18)) == "首次发布 原则上\n   提前37分"
    assert plain(flowing(said, 10, 2)) == "首次发布\n  原则上\n  提前37分"


def test_a_title_bar_spares_what_is_muted_before_it_cuts_what_is_not() -> None:
    said = (muted("0117 "), Piece("化工厂爆炸 "), Piece("特别重大", "severity1"))
    assert plain([spared(said, 30)]) == "0117 化工厂爆炸 特别重大"
    assert plain([spared(said, 20)]) == "化工厂爆炸 特别重大"
    assert plain([spared((muted("石家庄市"),), 4)]) == "石家庄市"


@pytest.mark.parametrize(
    ("width", "shown"),
    [(10, "长安区积水"), (9, "长安区.."), (6, "长安.."), (4, "长.."), (2, "..")],
)
def test_a_line_without_room_is_cut_with_a_mark_and_blanks_need_no_room(
    width: int, shown: str
) -> None:
    line = (Piece("长安"), Piece("区积水"), Piece("   "))
    assert plain([cut(line, width)]) == shown
