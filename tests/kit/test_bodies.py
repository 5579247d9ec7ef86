"""Hostile bodies, looked at before anything parses them."""

import contextlib
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.bodies import BadBody, json_object, refuse_other_media


def code_of(body: bytes) -> str:
    with pytest.raises(BadBody) as caught:
        json_object(body)
    assert caught.value.status == 400
    return caught.value.code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"null", "BODY_NOT_OBJECT"),
        (b"5", "BODY_NOT_OBJECT"),
        (b'"x"', "BODY_NOT_OBJECT"),
        (b"true", "BODY_NOT_OBJECT"),
        (b"[]", "BODY_NOT_OBJECT"),
        (b"", "BODY_NOT_JSON"),
        (b"{", "BODY_NOT_JSON"),
        (b'{"a": NaN}', "BODY_NOT_JSON"),
        (b'{"a": "\\ud800"}', "BODY_NOT_JSON"),
        ('{"query": "名"}'.encode("gbk"), "BODY_NOT_UTF8"),
        ('{"query": "x"}'.encode("utf-16"), "BODY_NOT_UTF8"),
        (b'{"a":' + b"[" * 32, "JSON_TOO_DEEP"),
        (b"[" * 100_000, "JSON_TOO_DEEP"),
        (b'{"a":' + b"1" * 41 + b"}", "NUMBER_TOO_LONG"),
        (b'{"a":-' + b"9" * 5000 + b"}", "NUMBER_TOO_LONG"),
    ],
)
def test_a_bad_body_has_its_code(body: bytes, code: str) -> None:
    assert code_of(body) == code


def test_what_stands_inside_a_string_does_not_count() -> None:
    text = "[" * 50 + '"\\' + "1" * 50
    assert json_object(b'{"query": "' + b"[" * 50 + b'\\"\\\\' + b"1" * 50 + b'"}') == {
        "query": text
    }


def test_the_limits_are_inclusive() -> None:
    deepest: Any = json_object(b'{"a":' + b"[" * 31 + b"]" * 31 + b"}")
    assert list(deepest) == ["a"]
    assert json_object(b'{"a":' + b"1" * 40 + b"}")


@pytest.mark.parametrize(
    "body",
    [b'"\\' * (128 << 10), b'"' * (256 << 10), b"\\" * (256 << 10), b'{"a":"' + b'\\"' * 130_000],
)
def test_no_body_makes_the_look_slow(body: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(BadBody):
        json_object(body)
    assert time.perf_counter() - begun < 0.5


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_a_bad_body(body: bytes) -> None:
    with contextlib.suppress(BadBody):
        assert isinstance(json_object(body), dict)


@pytest.mark.parametrize(
    "good",
    [
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/json; profile=x",
    ],
)
def test_json_media_types_are_taken(good: str) -> None:
    refuse_other_media(good)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "application/jsonfoo",
        "text/application/json",
        "application/json; charset=gbk",
        "multipart/form-data; boundary=application/json",
        "application/json, text/plain",
    ],
)
def test_other_media_types_are_refused(bad: str) -> None:
    with pytest.raises(BadBody, match="UNSUPPORTED_MEDIA_TYPE"):
        refuse_other_media(bad)
