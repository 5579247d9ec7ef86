"""One row, two rows: a text of the English catalogues writes both, `{n} [row|rows]`.

The number that stands last before the bracket chooses: 1 takes the first form. Chinese has no
plural, and its texts no such brackets.
"""

import re

_FORMS = re.compile(r"(?<![\d.,])(\d[\d,]*\+?)([^\d\[\]]*)\[([^|\[\]]*)\|([^|\[\]]*)\]")


def counted(text: str) -> str:
    """Return a text with the form of each counted word that fits its number."""
    while (said := _FORMS.sub(_fitting, text)) != text:  # two words may follow one number
        text = said
    return said


def _fitting(found: re.Match[str]) -> str:
    number, between, one, many = found.groups()
    return f"{number}{between}{one if number == '1' else many}"
