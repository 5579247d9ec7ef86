"""Every refusal of the services has an English sentence, short and honest about what it leaves."""

import re
from importlib import import_module

from clients.english import SUBJECTS, in_english, sentences
from tests.support.refusal_codes import answered


def test_every_code_that_a_service_answers_has_an_english_sentence() -> None:
    assert set(answered()) - set(sentences()) == set()


def test_no_english_sentence_stands_for_a_code_that_none_answers() -> None:
    assert set(sentences()) - set(answered()) == set()


def test_what_a_code_cannot_tell_is_left_to_the_services_own_sentence() -> None:
    composed = {
        code for code, said in answered().items() if any(one.startswith("f") for one in said)
    }
    assert [code for code in composed if not sentences()[code].endswith(":")] == []


def test_each_code_stands_once() -> None:
    counted = [import_module(f"clients.english.{one}").SENTENCES for one in SUBJECTS]
    assert sum(map(len, counted)) == len(sentences())


def test_a_sentence_is_whole_and_fits_two_lines() -> None:
    whole = re.compile(r"[A-Z][\x20-\x7e]{1,118}[.:?]")
    assert [code for code, said in sentences().items() if not whole.fullmatch(said)] == []


def test_the_original_follows_where_it_carries_particulars() -> None:
    said = in_english("OVERLAPS", "王五在此时段已有班次。")
    assert said.endswith("change that first: 王五在此时段已有班次。")
    assert in_english("FORBIDDEN", "您的角色不能进行这项操作。") == "Your role may not do this."
    assert in_english("NEW_CODE", "原话。") == "原话。"
