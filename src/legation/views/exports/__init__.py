"""The record in other tools' formats, one file a format; `docs/exports.md` says what fits, what is left out and what is added."""
