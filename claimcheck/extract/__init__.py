"""Turns sentences into claims: every number or trend joined to what it says.

``scene`` finds the parts of one sentence, ``attach`` decides which part belongs to which number,
``stance`` says how it is said (modality, attribution, negation), ``drafts`` puts one number
together, ``trends`` what is claimed in words, ``links`` joins the numbers of a sentence, and
``claims`` builds the records and keeps what one sentence hands to the next.
"""

from claimcheck.extract.claims import extract

__all__ = ["extract"]
