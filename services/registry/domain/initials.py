"""Pinyin initials of names, as people type them: 长治市 is ``czs``, not ``zzs``."""

from functools import cache
from types import ModuleType

# The dictionary's first reading is not the one these characters have in place names.
_READINGS = {"长": "cháng", "朝": "cháo", "单": "dān"}
_PLACES = {
    "长子县": "zhǎng zǐ xiàn",
    "涡阳": "guō yáng",
    "浚县": "xùn xiàn",
    "洪洞": "hóng tóng",
    "繁峙": "fán shì",
    "单县": "shàn xiàn",
    "单城": "shàn chéng",
    "筠连": "jūn lián",
    "荥经": "yíng jīng",
    "会稽": "kuài jī",
    "宕昌": "tàn chāng",
    "解州": "hài zhōu",
    "曾都": "zēng dū",
    "覃塘": "qín táng",
    "局长": "jú zhǎng",
    "市长": "shì zhǎng",
    "县长": "xiàn zhǎng",
}


@cache
def _pypinyin() -> ModuleType:
    import pypinyin  # a quarter second of start-up that only writers of units need

    pypinyin.load_single_dict({ord(char): sound for char, sound in _READINGS.items()})
    pypinyin.load_phrases_dict(
        {place: [[sound] for sound in sounds.split()] for place, sounds in _PLACES.items()}
    )
    return pypinyin


def initials(name: str) -> str:
    """Return the first letter of each character's reading, lower case; digits are kept."""
    pinyin = _pypinyin()
    letters = pinyin.lazy_pinyin(name, style=pinyin.Style.FIRST_LETTER, errors="default")
    return "".join(char for char in "".join(letters).lower() if char.isascii() and char.isalnum())
