"""What is installed and found on this machine, as lines for ``claimcheck doctor``."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata, util

from claimcheck import __version__, plugins
from claimcheck.errors import ConfigError

# Package -> what is missing without it.
NEEDED = {
    "pydantic": "records",
    "click": "command line",
    "trafilatura": "HTML bodies",
    "lxml_html_clean": "HTML bodies",
    "langdetect": "language of a line",
    "jinja2": "HTML report",
}
EXTRAS = {
    "pandas": ("DataFrames", "frames"),
    "pyarrow": ("Parquet", "frames"),
    "eldc": ("faster language detection", "lang"),
    "spacy": ("the spaCy component", "spacy"),
    "onnxruntime": ("--model with an ONNX file", "onnx"),
    "transformers": ("--model with safetensors", "transformers"),
}


def lines() -> Iterator[str]:
    """One line for each thing looked at: what it is, found or not, remedy."""
    from claimcheck.lexicon import entities, languages, metrics
    from claimcheck.reference import Reference

    yield f"claimcheck {__version__}, Python {platform.python_version()}, {sys.platform}"
    for name, use in NEEDED.items():
        yield _package(name, use, "reinstall claimcheck")
    for name, (use, extra) in EXTRAS.items():
        yield _package(name, use, f"optional: pip install 'claimcheck-finance[{extra}]'")
    yield (
        f"ok       words: {len(languages())} languages, {len(metrics())} metrics, "
        f"{len(entities())} entities"
    )
    for group in (plugins.CAVEATS, plugins.SOURCES):
        for entry in plugins.entries(group):
            yield f"ok       plug-in in {group}: {entry.name}, {plugins.said(entry)}"
    reference = Reference.default()
    total = sum(source.observations for source in reference.sources())
    yield (
        f"ok       reference data: {total} observations from {len(reference.sources())} sources, "
        f"newest known on {reference.now}"
    )
    yield _models()


def _models() -> str:
    from claimcheck import lanes

    try:
        lanes.adviser(lanes.STANDARD)
    except ConfigError as error:
        return f"missing  models: {error}"
    return f"ok       models: {lanes.WEIGHTS_VERSION}; nothing is downloaded at run time"


def _package(name: str, use: str, remedy: str) -> str:
    if util.find_spec(name) is None:
        return f"missing  {name}: {use} ({remedy})"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        version = ""
    return f"ok       {name} {version}: {use}"
