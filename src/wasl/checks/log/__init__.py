"""The log of checks: its lines written, held against the record, and shown again."""
