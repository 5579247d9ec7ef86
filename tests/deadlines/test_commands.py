"""The commands: packs list and lint, schema."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.deadlines.__main__ import cli
from services.deadlines.packs import pack_texts

RUN = CliRunner()


@pytest.mark.requirement(2, 109)
def test_the_packs_are_listed_with_what_is_not_verified() -> None:
    result = RUN.invoke(cli, ["packs", "list"])
    assert result.exit_code == 0
    assert "shijiazhuang-2019@1" in result.output
    assert "国办发〔2016〕61号 (未核对原文)" in result.output
    assert "绩溪县政府信息回应关切制度: 3 duties, 0 timed" in result.output


def test_the_shipped_packs_pass_the_lint(tmp_path: Path) -> None:
    for name, text in pack_texts().items():
        file = tmp_path / name
        file.write_text(text, "utf-8")
        assert RUN.invoke(cli, ["packs", "lint", str(file)]).exit_code == 0


def test_a_pack_with_a_missing_clause_is_refused_with_the_field_named(tmp_path: Path) -> None:
    text = pack_texts()["shijiazhuang-2019.toml"]
    head, mark, rest = text.partition('id = "first-release"')
    file = tmp_path / "broken.toml"
    file.write_text(head + mark + rest.replace('clause = "四¶1"\n', "", 1), "utf-8")
    result = RUN.invoke(cli, ["packs", "lint", str(file)])
    assert result.exit_code == 1
    assert "duty.0.clause" in result.output


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = RUN.invoke(cli, ["packs", "lint", str(tmp_path / "none.toml")])
    assert result.exit_code == 1
    assert "none.toml" in result.output


def test_the_schema_is_printed() -> None:
    result = RUN.invoke(cli, ["schema"])
    assert "type Subscription" in result.output
    assert "union OpenIncidentResult = OpenIncidentPayload | Refusal" in result.output
