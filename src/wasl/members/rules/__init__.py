"""May it be said now: members, bureaus, keys, officers, partners, agreements, suspended rights.

Who may sign, whoever checks an exported record decides the same from the open acts alone, with the same codes (rules
5 to 10 of `wasl.record.authority`); a test holds the two together.
"""

from wasl.members.rules import bureaus, partners, rights, standing

__all__ = ["bureaus", "partners", "rights", "standing"]
