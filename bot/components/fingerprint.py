"""Tells Rasa's cache of what it cannot see: files that a component reads or is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def folder_fingerprint(folder: Path) -> str:
    """Changes when any file below `folder` does."""
    return files_fingerprint(folder, (p for p in folder.rglob("*") if p.is_file()))


def files_fingerprint(folder: Path, paths: Iterable[Path]) -> str:
    """Changes when one of `paths` does; where `folder` lies does not matter."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
