"""How many places an incident touches: 涉及多个县(市、区)."""

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
