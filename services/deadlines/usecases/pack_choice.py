"""The pack that a reader means: a loaded one by its id, or the text of one not published yet."""

from collections.abc import Sequence

from services.deadlines.domain import refusals
from services.deadlines.law.loading import Fault, PackFaults, parse_pack
from services.deadlines.law.pack import RulePack
from services.deadlines.law.selection import PackSet

LONGEST_TEXT = 64 * 1024
"""Characters of a pack's text; the longest of the shipped ones has a quarter of it."""
MOST_COMPARED = 20
_SOURCE = "text"


def chosen(
    packs: PackSet, field: str, *, id_: str | None, version: str | None, text: str | None
) -> RulePack:
    """Find the pack; raises Refusal MISSING, TOO_LONG, UNKNOWN_PACK or FAULTY_PACK."""
    if (id_ is None) is (text is None):
        raise refusals.missing(field, "规则包")
    if text is not None:
        found, faults = checked(text, f"{field}.text")
        if found is None:
            raise refusals.faulty_pack(f"{field}.text", [(f.path, f.message) for f in faults])
        return found
    pack = packs.get(id_ or "", version)
    if pack is None:
        raise refusals.unknown_pack(f"{id_}@{version}" if version else id_ or "", f"{field}.id")
    return pack


def checked(text: str, field: str) -> tuple[RulePack | None, Sequence[Fault]]:
    """Read a pack's text: the pack, or every fault in it; raises Refusal TOO_LONG."""
    if len(text) > LONGEST_TEXT:
        raise refusals.too_long(field, LONGEST_TEXT)
    try:
        return parse_pack(text, _SOURCE), ()
    except PackFaults as found:
        return None, found.faults


def several(packs: PackSet, ids: Sequence[str] | None) -> tuple[RulePack, ...]:
    """Find packs by their ids, newest versions, in that order; None: all, one version of each."""
    names = dict.fromkeys(ids if ids is not None else (pack.id for pack in packs.packs))
    if len(names) > MOST_COMPARED:
        raise refusals.too_many("packs", MOST_COMPARED)
    found = []
    for name in names:
        pack = packs.get(name)
        if pack is None:
            raise refusals.unknown_pack(name)
        found.append(pack)
    if not found:
        raise refusals.no_packs()
    return tuple(found)
