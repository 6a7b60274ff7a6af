"""Why a table is not taken."""


class TableRefused(ValueError):  # noqa: N818 (the verdict)
    """A table cannot be checked, or no further: nothing of it counts.

    `code` is for programs: `empty`, `encoding`, `malformed`, `truncated`, `too-large`, `no-columns`, `wrong-map`,
    `not-a-table`, `other-format`, `no-parquet`, `no-ray`, `died`, `in-use`. `text` is for people; `line` counts from
    1, and is 0 where the file as a whole is at fault.
    """

    def __init__(self, code: str, text: str, line: int = 0) -> None:
        super().__init__(code, text, line)
        self.code, self.line = code, line
        self.text = f"{text} (line {line})" if line else text

    def __str__(self) -> str:
        return self.text
