"""Lists and their editions: gathered, read, kept, compared, and how they stand."""
