"""One number of a sentence with everything attached to it, before ids and links are fixed.

``number`` is the flow; the other modules finish one part each.
"""
