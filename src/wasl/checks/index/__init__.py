"""What is looked up: the table of entries, and the indexes of this machine, in step with the editions that count.

    screening/                in the home, for its owner alone
        secretariat/          the shelf of the secretariat's lists
        MA/                   that of a bureau's own: each party that has lists has one
            index             the file, and beside it the journal of what changed since (`wasl.screening.index`)
            lists.json        which edition of which list is in it (`held`)
        prepared/             what editions that were just read change (`prepared`)
        unusable/             which editions are not read again (`unusable`)

A question is put to the secretariat's shelf and to the asker's own. They share nothing: what a search looks at is
bounded, and how rare a name is, is counted from a list, so that whoever fills their own list with names neither hides
an entry of the secretariat's from others nor moves its score.

First the table is brought to an edition (`listed`), then the shelf to the table (`indexing`): by few changes, or filed
anew (`filing`). `lists.json` is written after the index itself: a crash in between leaves it as it was, and whoever
comes next files anew. What was delisted stays in the files until they are filed anew, within a day; what was erased,
or belongs to a list that was closed, leaves them at once.

Nothing here is in a backup: it is made anew from the editions' files. Who is to see which match, `asking` decides.
"""
