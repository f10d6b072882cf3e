"""Characters that deceive: those that are not seen, those that look like others, and what a reader takes them for.

Sources: Unicode 15.1, Default_Ignorable_Code_Point (the unseen); UTS #39 confusables (letters of other scripts that look Latin);
compatibility forms by Unicode's own table (NFKC); quotation marks own.
"""

from __future__ import annotations

import re
from typing import Final

# Soft hyphen, joiners, zero-width spaces, direction marks, variation selectors, tags, fillers, and controls that break no line.
UNSEEN: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
CONTROLS: Final = re.compile(f"[{UNSEEN}\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")  # what no name has, in one line
# Full-width letters, letters of mathematics, ligatures: the same letters in another form.
FORMS: Final = "\uff01-\uff5e\U0001d400-\U0001d7ff\ufb00-\ufb06"
MARKS: Final = {"„": "“", "‟": "“", "❝": "“", "〝": "“", "❞": "”", "〞": "”", "ʺ": '"', "‛": "‘", "❛": "‘", "❜": "’"}
# Cyrillic and Greek letters that look Latin: taken for it only in a word that has Latin letters too.
LOOKING_LATIN: Final = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕКМНОРСТХУІЈЅοανρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijshdqwABEKMHOPCTXYIJSoavpABEZHIKMNOPTYX",
        strict=True,
    )
)  # fmt: skip

ANY: Final = re.compile(f"[{UNSEEN}{FORMS}{''.join(MARKS)}]")
LOOKING: Final = re.compile(f"[{''.join(LOOKING_LATIN)}]")  # found at once where MIXED tries every word
MIXED: Final = re.compile(rf"(?=[^\W\d_]*[A-Za-z])(?=[^\W\d_]*[{''.join(LOOKING_LATIN)}])[^\W\d_]+")
