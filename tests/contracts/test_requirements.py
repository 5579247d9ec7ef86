"""Claims of requirement rows name rows that exist."""

import pytest

from tests.support.requirements import rows


def test_the_table_has_the_163_rows_of_the_five_texts() -> None:
    assert sorted(rows()) == list(range(1, 164))


def test_every_claim_in_the_suite_names_a_row(request: pytest.FixtureRequest) -> None:
    known = rows()
    claims = {
        (item.nodeid, row)
        for item in request.session.items
        for mark in item.iter_markers("requirement")
        for row in mark.args
    }
    assert {claim for claim in claims if claim[1] not in known} == set()
