"""The exception tree. Imports nothing of ours.

ClaimcheckError
├── InputError (ValueError)          an input cannot be read, decoded or parsed
│   ├── InputNotFound (FileNotFoundError)
│   ├── FetchError (OSError)         a URL was refused or did not answer
│   └── RowError                     one row of a table or feed; knows its line and column
├── ConfigError (ValueError)         an option, setting or format that does not exist
├── LexiconError (ValueError)        a TOML word list that contradicts itself
├── StoreError (LookupError)         a series, source or store that cannot be used
└── PluginError (ImportError)        a caveat or source file that fails to load

Every message is one line: what was asked, what was found, what is allowed, the remedy.
"""

from __future__ import annotations


class ClaimcheckError(Exception):
    """Base of everything claimcheck raises on purpose."""


class InputError(ClaimcheckError, ValueError):
    """An input cannot be read, decoded or parsed."""


class InputNotFound(InputError, FileNotFoundError):
    """No file, folder or glob match under the name that was given."""


class FetchError(InputError, OSError):
    """A URL was refused, timed out or answered with an error."""


class RowError(InputError):
    """One unreadable row: ``file:line, column 'x': what is wrong; what is allowed``."""

    def __init__(self, where: str, line: int | None, column: str | None, problem: str) -> None:
        self.where, self.line, self.column, self.problem = where, line, column, problem
        place = where if line is None else f"{where}:{line}"
        if column:
            place += f", column '{column}'"
        super().__init__(f"{place}: {problem}")

    def __reduce__(self) -> tuple[type[RowError], tuple[str, int | None, str | None, str]]:
        """The four parts: an exception is otherwise made again from its message alone."""
        return type(self), (self.where, self.line, self.column, self.problem)


class ConfigError(ClaimcheckError, ValueError):
    """An option, setting or format that does not exist; the message names the nearest one."""


class LexiconError(ClaimcheckError, ValueError):
    """A TOML word list with an unknown key, a phrase claimed twice or a failing example."""


class StoreError(ClaimcheckError, LookupError):
    """A reference store, series or source that is missing, locked or damaged."""


class PluginError(ClaimcheckError, ImportError):
    """A caveat or source plug-in that fails to import or lacks a required name."""
