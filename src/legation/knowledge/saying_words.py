"""Verbs with which news tells whose words a quotation are. Source: own list, from English usage."""

from __future__ import annotations

from typing import Final

SAYING: Final = frozenset(
    (
        "said says say told tells wrote writes added adds announced announces asked asks replied replies tweeted tweets explained explains "
        "declared declares stated states warned warns insisted insists argued argues noted notes remarked posted claimed claims recalled"
    ).split()
)

# A cue by which somebody says that it is not so.
DENIALS: Final = frozenset("deny denies denied denying reject rejects rejected rejecting dismiss dismisses dismissed dismissing".split())
