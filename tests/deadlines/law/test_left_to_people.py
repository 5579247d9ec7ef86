"""What the packs ask on events that nothing here watches is said, never silently left out."""

import pytest

from services.deadlines.law.words import OPENED_TRIGGERS
from tests.deadlines.law.law import PACK_IDS, calculate, packs


@pytest.mark.parametrize("name", PACK_IDS)
def test_every_duty_that_is_not_opened_is_named_in_the_notes_of_the_incident(name: str) -> None:
    left = [d for d in packs(name)[0].duties if d.trigger not in OPENED_TRIGGERS]
    said = [note for note in calculate(name).notes if "尚不自动列出" in note]

    assert len(said) == (1 if left else 0)
    assert all(duty.title in said[0] and duty.clause in said[0] for duty in left)
