"""The members: states and their regions, bureaus, officers, keys, mandates and roles, partners and agreements."""
