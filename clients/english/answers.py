"""A service's answer in English: its titles, and the sentences that it made itself.

A title is replaced only where the answer's field is one, a sentence only where a service speaks.
What a person wrote keeps its words, and so does a clause.
"""

from collections.abc import Mapping
from typing import Any

from clients.english.said import of_field
from clients.english.terms import term

LEFT = frozenset({"severityTitle"})  # which of the four it is decides its colour as well
# elsewhere modality and gate are codes, which stay
TITLES = frozenset({"title", "modality", "gate", "table"})


def in_english_words(answer: Any) -> Any:
    """Return a service's answer with titles and its own sentences in English, itself unchanged."""
    if isinstance(answer, dict):
        return {key: _field(key, value, answer) for key, value in answer.items()}
    if isinstance(answer, list):
        return [in_english_words(one) for one in answer]
    return answer


def _field(key: str, value: Any, of: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        if key.endswith("Titles"):
            return [term(one) for one in value]
        return [_field(key, one, of) for one in value]
    if not isinstance(value, str):
        return in_english_words(value)
    if key in TITLES or key.endswith("Title"):
        return value if key in LEFT else term(value)
    return of_field(key, value, of)
