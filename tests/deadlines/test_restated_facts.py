"""Facts stated anew: a new order leaves nothing of the old one, a report never becomes later."""

from datetime import timedelta
from typing import Any

import pytest

from services.deadlines.domain.facts_input import Asking, stated_facts
from services.deadlines.law.facts import Facts
from services.kit.refusal import Refusal
from tests.deadlines.desk import LAW
from tests.deadlines.law.law import KNOWN

LATER = KNOWN + timedelta(hours=3)
DUE = KNOWN + timedelta(hours=9)
ORDERED = {"directed_by": "13", "directed_at": KNOWN, "directed_due_at": DUE}


def restated(base: Facts, **given: Any) -> Facts:
    return stated_facts(given, Asking(now=LATER, words=LAW.words, desk="1301"), base)


def an_ordered_incident(**overrides: Any) -> Facts:
    return Facts(**{"known_at": KNOWN, **ORDERED, **overrides})


def test_an_order_by_another_unit_does_not_inherit_the_due_time_of_the_old_one() -> None:
    found = restated(an_ordered_incident(), directed_by="1301")

    assert (found.directed_at, found.directed_due_at) == (LATER, None)


def test_an_order_withdrawn_leaves_neither_its_time_nor_its_due_time() -> None:
    found = restated(an_ordered_incident(), directed_by=None)

    assert (found.directed_by, found.directed_at, found.directed_due_at) == (None, None, None)


def test_what_is_restated_of_a_new_order_is_kept() -> None:
    at = KNOWN + timedelta(hours=1)
    found = restated(
        an_ordered_incident(), directed_by="1301", directed_at=at, directed_due_at=LATER
    )

    assert (found.directed_at, found.directed_due_at) == (at, LATER)


def test_a_new_order_given_after_the_old_ones_due_time_is_no_contradiction() -> None:
    base = an_ordered_incident(directed_due_at=KNOWN + timedelta(hours=1))

    found = restated(base, directed_by="1301", directed_at=KNOWN + timedelta(hours=2))

    assert found.directed_due_at is None


def test_naming_the_same_unit_again_changes_nothing_of_its_order() -> None:
    found = restated(an_ordered_incident(), directed_by="13", deaths=3)

    assert (found.directed_at, found.directed_due_at) == (KNOWN, DUE)


def test_the_time_of_the_report_is_not_moved_later_but_may_be_moved_earlier() -> None:
    base = an_ordered_incident()

    with pytest.raises(Refusal) as refused:
        restated(base, known_at=KNOWN + timedelta(seconds=1))
    assert (refused.value.code, refused.value.field) == ("KNOWN_LATER", "facts.knownAt")
    assert restated(base, known_at=KNOWN).known_at == KNOWN
    assert restated(base, known_at=KNOWN - timedelta(hours=1)).known_at < KNOWN
