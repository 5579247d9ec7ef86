"""What was typed wrongly is told in the language of the desk, by the command as it is."""

import pytest

from clients.cli.frame import build
from clients.cli.usage import worded

# as it is typed, and what is said of it
MISTYPED = [
    ("frob", "没有“frob”这个命令。"),
    ("incident opn", "没有“opn”这个命令，相近的有：open。"),
    ("board --bad", "没有 --bad 这个选项。"),
    ("board --plian", "没有 --plian 这个选项，相近的有：--plain。"),
    ("board --plain=3", "选项 --plain 后面不写值。"),
    ("incident open --title", "选项 --title 后面要写一个值。"),
    ("incident show", "缺少 ref。"),
    ("incident show a b c", "多写了：b, c。"),
    ("--lang fr board", "--lang 的值不对：“fr”不在可选之列，可选：zh, en。"),
    ("token create x --days abc", "--days 的值不对：应为整数。"),
    ("token create x --days 999", "--days 的值不对：最大为365。"),
    ("token create x --days 0", "--days 的值不对：最小为1。"),
    ("pack replay x --from abc", "--from 的值不对：“abc”读不懂，写法：YYYY-MM-DD。"),
]


def told(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as ended:
        build()(line.split(), prog_name="huiying")
    return ended.value.code, capsys.readouterr().err


@pytest.mark.parametrize(("line", "said"), MISTYPED, ids=[line for line, _ in MISTYPED])
def test_a_line_typed_wrongly_is_told_in_chinese(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = told(line, capsys)
    assert code == 2
    assert f"写法有误：{said}\n" in text
    assert not {"Usage", "Error", "Try", "Invalid"} & set(text.replace(":", " ").split())


def test_it_ends_with_where_the_right_way_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = told("incident show", capsys)
    assert text.startswith("用法：huiying incident show [OPTIONS]")
    assert text.endswith("看用法：huiying incident show --help\n")


def test_in_english_it_is_a_sentence_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIYING_LANG", "en")
    _, text = told("incident opn", capsys)
    assert 'Not understood: There is no command "opn"; near it: open.\n' in text


def test_what_the_library_may_say_in_a_later_version_is_shown_as_it_stands() -> None:
    assert worded("Something new.") == "Something new."
