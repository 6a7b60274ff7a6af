"""Write the golden file of a new act: `python -m tests.vectors.acts.write KIND`, such as `members.admit-member/1`.

First add an example of the act at the end of `examples.py`. The file fixes what the act says, byte for byte: its
envelope, what was decided, its commitment, and a digest of its schema. An act never changes once it was published,
so a file that is there is never written again: a change is a new version, with a new file.
"""

import json
import os
import sys
from hashlib import sha256

SUMS = "SHA256SUMS"


def write(kind: str) -> None:
    """Write the file and add its digest to the list. Raises FileExistsError, LookupError."""
    from tests.vectors.acts import examples

    file = examples.file_of(kind)
    text = json.dumps(examples.opened(examples.place_of(kind)), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    with file.open("x", encoding="utf-8") as opened:
        opened.write(text)
    with (examples.FOLDER / SUMS).open("a", encoding="ascii") as sums:
        sums.write(f"{sha256(text.encode()).hexdigest()}  {file.name}\n")


def main() -> None:
    """The command."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.project.settings")
    django.setup()
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        write(sys.argv[1])
    except FileExistsError as error:
        sys.exit(f"{error.filename} is there already. An act never changes: write a new version of it.")
    except LookupError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
