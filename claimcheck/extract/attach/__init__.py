"""Decides which metric, entity, period and direction belong to a number.

Every part found in the sentence is a candidate; the cheapest that fits wins (``Scene.cost``). What
a sentence does not say is inherited from the sentences before it (``Memory``), and marked so.
"""
