"""Every act of the desk has a command: whoever has no screen can do all of it."""

import re
from pathlib import Path

import pytest

import clients.cli
from clients.cli.act_command import writing
from clients.tui.keys import ACTIONS
from clients.tui.operations import load, operation_names
from tests.cli.tree import commands

# what a key of the desk does, by command; None: only a screen has it, and why
ACTION_COMMANDS: dict[str, str | None] = {
    "detail": "incident show",
    "intake": "incident open",
    "whatif": "incident assess",
    "speaks": "speaks",
    "contact": "incident reached",
    "fulfil": "obligation fulfil",
    "gates": "gate decide",
    "release": "obligation release",
    "accept": "obligation accept",
    "basis": "obligation show",
    "handover": "shift sheet",
    "leads": "lead list",
    "notices": "notice list",
    "calendar": "calendar show",
    "incidents": "incident list",
    "statistics": "report assessment",
    "rosters": "roster export",
    "packs": "pack list",
    "outbox": "outbox send",
    "system": "doctor",
    "jump": None,  # a key to the lists
    "filter": "obligation list",
    "load": "board",
    "help": None,  # --help
    "copy": None,  # a terminal's clipboard; what is printed can be copied
    "undo": None,  # an acceptance is sent at once
    "light": None,
    "palette": None,
    "quit": None,
    "sign_in": "login",
}
MUTATION_COMMANDS = {
    "acknowledge": "obligation accept",
    "acknowledge_party": "incident reached",
    "assess_incident": "incident assess",
    "close_incident": "incident close",
    "decide_gate": "gate decide",
    "draft_statement": "gate draft",
    "open_incident": "incident open",
    "override_gate": "gate override",
    "record_fulfilment": "obligation fulfil",
    "record_release": "obligation release",
    "sign_in": "token",
    "waive_obligation": "obligation waive",
}
# accounts and the tokens behind the chosen one, and what was referred here, are tabs of lists
LISTS = {
    "roster_accounts": "account list",
    "roster_tokens": "account tokens",
    "received_referrals": "lead received",
}
# what has no command of its own is done by its document
ANY = "act"


def mutations() -> list[str]:
    return [name for name in operation_names() if load(name).text.lstrip().startswith("mutation")]


@pytest.mark.parametrize("action", [action.id for action in ACTIONS])
def test_a_key_of_the_desk_has_a_command(action: str) -> None:
    command = ACTION_COMMANDS[action]
    assert command is None or command in commands()


@pytest.mark.parametrize("name", mutations())
def test_a_mutation_of_the_desk_is_sent_by_a_command(name: str) -> None:
    assert MUTATION_COMMANDS.get(name, ANY) in commands()
    assert name in (*writing(), "sign_in")


def test_commands_send_the_desks_own_documents() -> None:
    sources = Path(clients.cli.__path__[0]).glob("*.py")
    sent = {n for path in sources for n in re.findall(r"OPERATIONS\.(\w+)", path.read_text())}
    named = {name for name, command in MUTATION_COMMANDS.items() if command != "token"}
    assert named | LISTS.keys() <= sent
    assert set(LISTS.values()) <= set(commands())
