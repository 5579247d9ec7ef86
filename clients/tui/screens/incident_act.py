"""What every small form about one incident shares."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.widgets import Input

from clients.tui.locale import t
from clients.tui.models_chain import EMPTY, IncidentChain
from clients.tui.models_incident import IncidentFile, Subject
from clients.tui.models_preview import Code
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import COMMIT, ActForm
from clients.tui.views.pieces import BLANK, Line, Piece, muted
from clients.tui.views.texts import severity_name, severity_tone

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_BETWEEN = re.compile(r"[、，,;；\s]+")


class IncidentActForm(ActForm):
    """`of` is the incident, `file` and `chain` what the screen below had read of it.

    `OPERATION` names the mutation; `shaped` turns the rows into its input. In the rows of `FIRST`
    the first choice is taken to begin with.
    """

    OPERATION: ClassVar[str] = ""
    FIRST: ClassVar[tuple[str, ...]] = ()

    def __init__(self, of: Subject, file: IncidentFile, chain: IncidentChain | None) -> None:
        self.of, self.file, self.chain = of, file, chain or EMPTY
        super().__init__()

    # what a form may say of itself

    def begun(self) -> Mapping[str, str]:
        """Return the texts that stand in the rows from the start."""
        return {}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return the mutation's input for the rows as read."""
        return sent

    def known(self, width: int) -> list[Line]:
        """Return what is known already, to stand beside the form."""
        return []

    # what all of them do

    @property
    def operation(self) -> Operation:
        found: Operation = getattr(OPERATIONS, self.OPERATION)
        return found

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards, which takes up a draft in its place
        for row in self.FIRST:
            self.taken[row] = tuple(choice.code for choice in self.choices(row)[:1])
        for row, text in self.begun().items():
            self.texts[row] = text
            with self.prevent(Input.Changed):
                self.input(row).value = text

    def draft_subject(self) -> str:
        return self.of.id

    def subject(self) -> Sequence[Piece]:
        grave = self.file.severity_title or ""
        return (
            muted(f"{self.of.number} "),
            *((Piece(t("board.drill"), "near", bold=True),) if self.file.drill else ()),
            Piece(f"{self.of.title} ", bold=True),
            Piece(severity_name(grave) if grave else "", severity_tone(grave)),
        )

    def title_line(self) -> Line:
        return self.bar(f" {t(self.NAME)} ", *self.subject())

    def value(self, row: str) -> Line:
        return self.commit_button("more.commit") if row == COMMIT else super().value(row)

    def fixed(self) -> dict[str, Any]:
        return {"incident": self.of.id}

    def beside(self, width: int) -> list[Line]:
        said, known = super().beside(width), self.known(width)
        return [*said, BLANK, *known] if said and known else [*said, *known]

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        if "evidence" in sent:
            sent["evidence"] = proof(sent["evidence"])
        return self.shaped(sent)

    def refused_row(self, field: str | None) -> str:
        names = {one.name: row for row, one in self.fields.items()}
        parts = (field or "").split(".")
        return next((names[part] for part in reversed(parts) if part in names), COMMIT)

    def about(self) -> str:
        return f"{self.of.number} {self.of.title}"

    def sentence(self, sent: Mapping[str, Any]) -> str:
        texts = (self.text(row) for row in self.fields if row not in self.picking)
        return " ".join((t(self.NAME), next(filter(None, texts), ""))).strip()

    def done(self, answer: dict[str, Any]) -> str:
        said = t(f"{self.NAME}.done")
        for part, key in (("fulfilled", "more.fulfilled"), ("opened", "more.opened")):
            found = answer.get(part) or ()
            rows = [found] if isinstance(found, dict) else found
            if rows:
                titles = t("intake.comma").join(row["title"] for row in rows)
                said += t(key, titles=titles)
        return said + "".join(warning["message"] for warning in answer.get("warnings") or ())


def several(text: str | None) -> list[str]:
    """Return the names of a row that takes several, each once."""
    return list(dict.fromkeys(name for name in _BETWEEN.split(text or "") if name))


def proof(text: str | None) -> dict[str, str] | None:
    """Read `文号 https://… 校验值`: a paper's number, its address, its SHA-256, in any order."""
    words = (text or "").split()
    urls = [word for word in words if word.startswith(("http://", "https://"))]
    sums = [word for word in words if _SHA256.fullmatch(word)]
    named = " ".join(word for word in words if word not in (*urls, *sums))
    last = {"document": named, "url": next(iter(urls), ""), "sha256": next(iter(sums), "")}
    return {name: said for name, said in last.items() if said} or None


def yes(value: str | None) -> bool | None:
    """Return what a row of yes and no says, None where nothing is chosen."""
    return None if value is None else value == "YES"


def without(sent: dict[str, Any], *rows: str) -> dict[str, Any]:
    """Return the input without these."""
    return {name: value for name, value in sent.items() if name not in rows}


def first_nine(pairs: Sequence[tuple[str, str]]) -> tuple[Code, ...]:
    """Return (id, title) pairs behind the digits 1 to 9."""
    return tuple(
        Code(digit=str(n), code=code, title=title)
        for n, (code, title) in enumerate(pairs[:9], start=1)
    )
