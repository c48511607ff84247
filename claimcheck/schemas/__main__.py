"""``python -m claimcheck.schemas``: writes the schema files again."""

from claimcheck.schemas import write

write()
