"""Pages of the members: members and their bureaus, officers, partners, agreements, roles; and what is said by page."""
