"""The registry's answer to who speaks for a unit now."""

from clients.tui.models import Model


class Someone(Model, kw_only=True):
    name: str
    phone: str | None = None


class Named(Model, kw_only=True):
    code: str
    name: str


class Candidate(Model, kw_only=True):
    """One who was considered, with the reason for or against."""

    person: Someone
    post: str
    chosen: bool
    reason: str


class SpeakerAnswer(Model, kw_only=True):
    """谁来说: `speaker` is None where nobody can; `filed` tells whether the list was filed."""

    unit: Named
    speaker: Someone | None
    stand_in: bool
    filed: bool
    reason: str
    candidates: list[Candidate]
    head: Someone | None
    deputy: Someone | None
