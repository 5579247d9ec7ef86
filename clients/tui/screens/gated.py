"""A form about a release: it also reads the gates of the form and unit chosen."""

from collections.abc import Sequence
from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.models import decode
from clients.tui.models_gates import Decided, GatesAnswer, ReleaseGates, Version
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm


class GatedForm(IncidentForm):
    """`gates` are those of the form and unit last chosen; None while they are not known.

    `line_version` is the version of the line to take that a release would follow, `versions` are
    all of them and `decided` what was decided so far, newest first.
    """

    gates: ReleaseGates | None = None
    line_version: int | None = None
    versions: tuple[Version, ...] = ()
    decided: tuple[Decided, ...] = ()

    @work(exclusive=True, group="gates", exit_on_error=False)
    async def read_gates(self, form: str, unit: str, mentioned: Sequence[str] = ()) -> None:
        """Read where the gates stand; what is not known is not shown, and the service decides.

        `mentioned` are organs that the release speaks of; none given, those of the facts.
        """
        sent: dict[str, Any] = {"id": self.subject.id, "form": form, "unit": unit or None}
        sent["with"] = list(mentioned) or None
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.release_gates, sent)
            found = decode(answer, GatesAnswer)
            self.gates, self.line_version = found.gates, found.line()
            if found.incident:
                self.versions = tuple(found.incident.statements)
                self.decided = tuple(found.incident.gate_decisions)
        except (LinkDown, Refused, msgspec.ValidationError):
            self.gates = self.line_version = None
        self.gates_read()
        self.show_all()

    def gates_read(self) -> None:
        """Take what was read."""
