"""Accounts: who signs in, as which officers, with what proof; and the keys of bureaus' own programs."""
