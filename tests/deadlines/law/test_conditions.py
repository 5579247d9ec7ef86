"""Two words of the condition language: how many places an incident touches, and which fields."""

import pytest

from services.deadlines.law.language import compile_when
from tests.deadlines.law.law import make_facts, world


@pytest.mark.parametrize(
    ("places", "several"),
    [
        (("1301", "130123"), False),
        (("13", "1301", "130123100"), False),
        (("130123100", "130123101"), False),
        (("1301", "130123", "130121"), True),
        (("1301", "1404"), True),
    ],
)
def test_a_place_and_one_that_lies_in_it_are_one_place(
    places: tuple[str, ...], several: bool
) -> None:
    found = compile_when({"localities_min": 2})(make_facts(localities=places), world())

    assert found is several


def test_any_field_means_one_of_the_packs_own_list() -> None:
    holds = compile_when({"any_field": True}, ("BUDGET",))

    assert holds(make_facts(fields=("WORK_SAFETY", "BUDGET")), world()) is True
    assert holds(make_facts(fields=("NINE_KEY_FIELDS",)), world()) is False
    assert holds(make_facts(fields=None), world()) is False
