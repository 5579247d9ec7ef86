"""desk.toml: what may stand in it, what goes before what, and what is said of a bad one."""

import json
from pathlib import Path

import msgspec
import pytest

from clients.tui.locale import t
from clients.tui.settings import (
    TYPES,
    VARIABLES,
    DeskFile,
    desk_file,
    line_of,
    read_file,
    read_settings,
)
from clients.tui.views.settings import problem_text, settings_lines


def written(home: Path, text: str) -> dict[str, str]:
    env = {"XDG_CONFIG_HOME": str(home)}
    desk_file(env).parent.mkdir(parents=True, exist_ok=True)
    desk_file(env).write_text(text)
    return env


def said(home: Path, text: str) -> list[str]:
    path = desk_file(written(home, text))
    return [problem_text(problem).removeprefix(str(path)) for problem in read_file(path)[1]]


def test_an_option_goes_before_the_environment_before_the_file_before_the_default(
    tmp_path: Path,
) -> None:
    env = written(tmp_path, 'language = "en"\ntheme = "light"\nundo_seconds = 20\n')
    env |= {"HUIYING_THEME": "ansi", "HUIYING_UNDO_SECONDS": "5"}
    read = read_settings(env, ["--dark"])
    assert (read.values.language, read.values.theme, read.values.undo_seconds) == ("en", "dark", 5)
    sources = [read.source(name) for name in ("language", "theme", "undo_seconds", "bell")]
    assert sources == ["file", "option", "environment", "default"]


@pytest.mark.parametrize("option", [["--lang", "en"], ["--lang=en"]])
def test_the_language_is_an_option(option: list[str]) -> None:
    assert read_settings({"HUIYING_LANG": "zh"}, option).values.language == "en"


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("yes", True), ("off", False)])
def test_a_word_of_the_environment_means_yes_or_no(word: str, meant: bool) -> None:
    assert read_settings({"HUIYING_READONLY": word}).values.readonly is meant


def test_each_mistake_is_told_with_its_line_its_field_and_what_is_allowed(tmp_path: Path) -> None:
    text = '# mine\nlanguage = "fr"\n\nundo_seconds = 99\ncolour = "red"\nbell = 1\n'
    assert said(tmp_path, text) == [
        ' 第 2 行 language：只能是 "zh" 或 "en"。',
        " 第 4 行 undo_seconds：只能是 0 至 60 的整数（秒）。",
        " 第 5 行 colour：没有这一项，见 huiying config schema。",
        " 第 6 行 bell：只能是 true 或 false。",
    ]


def test_a_file_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert said(tmp_path, 'bell = true\ntheme: "dark"\n') == [
        " 第 2 行：不是 TOML，整个文件未采用。"
    ]


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes(b"\xff\xfe")
    assert "UTF-8" in problem_text(read_file(path)[1][0])


def test_what_is_right_in_a_bad_file_stands(tmp_path: Path) -> None:
    read = read_settings(written(tmp_path, 'theme = "light"\nbell = "loud"\n'))
    assert (read.values.theme, read.values.bell, len(read.problems)) == ("light", True, 1)


def test_a_mistyped_lock_is_still_a_lock(tmp_path: Path) -> None:
    read = read_settings(written(tmp_path, 'readonly = "ja"\n'))
    assert read.values.readonly


def test_a_line_is_found_in_its_table() -> None:
    text = 'bell = true\n[keys]\nbell = ["b"]\n"undo" = ["F4"]\n'
    assert (line_of(text, "bell"), line_of(text, "bell", "keys")) == (1, 3)
    assert (line_of(text, "undo", "keys"), line_of(text, "keys")) == (4, 2)


def test_the_schema_names_every_setting_and_each_has_its_sentences() -> None:
    schema = msgspec.json.schema(DeskFile)["$defs"]["DeskFile"]
    assert set(schema["properties"]) == set(TYPES) == {*VARIABLES, "keys"}
    assert json.dumps(schema)
    for name in TYPES:
        assert t(f"config.allowed.{name}")
        assert t(f"config.about.{name}")


def test_the_table_tells_where_each_value_comes_from() -> None:
    lines = settings_lines(read_settings({}, ["--readonly"]))
    assert "readonly         true   命令行" in lines
    assert "bell             true   默认" in lines
