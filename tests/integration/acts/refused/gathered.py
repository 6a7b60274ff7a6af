"""Every way to be refused, one function each; importing this gathers them."""

from tests.integration.acts.refused import authors, envelopes, rules, unseen
from tests.integration.acts.refused.cases import CASES, Case

__all__ = ["CASES", "Case", "authors", "envelopes", "rules", "unseen"]
