"""A file of many checked against an index: rows in, results out, in memory that does not grow with the file.

`batch.check` is the one function that does the work; `tables` reads rows, `columns` and `rows` say what stands in them,
`engines` call it in this process, in several or on a cluster, `running` keeps what was done so that nobody does it
twice, `results` writes. Nothing here needs Django or an installation: with a saved index, an auditor checks a file
alone. What an installation adds (rights, clearances, the log), `batches` does.
"""
