"""An act that came back is changed in the form it came from: it becomes that form's draft."""

from importlib import import_module
from typing import TYPE_CHECKING, cast, get_type_hints

import msgspec
from textual.screen import Screen

from clients.tui.drafts import draft_path, write_draft_file
from clients.tui.form_drafts import FormDraft
from clients.tui.models_incident import Subject
from clients.tui.outbox import KeptAct
from clients.tui.screens.drafted import DraftedScreen
from clients.tui.views.intake import Draft

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


def form_again(act: KeptAct) -> Screen[None]:
    """Return the form the act came from; raise ValueError for an act that came from none."""
    if act.origin is None:
        raise ValueError(act.key)
    module, _, name = act.origin.screen.partition(":")
    make = getattr(import_module(module), name)
    subject = act.origin.subject
    if subject is not None:
        return cast(Screen[None], make(msgspec.convert(subject, Subject)))
    kinds = get_type_hints(make.__init__)
    given = {
        name: msgspec.convert(value, kinds[name]) for name, value in act.origin.made_of.items()
    }
    return cast(Screen[None], make(**given))


def keep_again(desk: "DutyDesk", act: KeptAct) -> bool:
    """Put what had been filled in where the form looks for its draft; False when it cannot be."""
    if act.origin is None:
        return False
    if act.operation == "open_incident":
        stored = msgspec.convert(act.origin.filled, Draft)
        return write_draft_file(draft_path(desk.config.state_home), stored)
    form = form_again(act)
    draft = FormDraft(
        form=act.origin.screen,
        subject=form.draft_subject() if isinstance(form, DraftedScreen) else "",
        owner=act.owner,
        credential=act.credential,
        saved_at=desk.clock(),
        # it was not written: the moment of the act is said anew with what is changed
        filled={**act.origin.filled, "first_sent": None, "tried_at": None},
    )
    return desk.drafts.keep(draft)
