"""Archives that somebody has been at, whose hashes agree all the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from tests.backup.world import rewritten


def manifest_of(path: Path) -> dict[str, Any]:
    with ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def manifest_with(path: Path, table: str, content: bytes, rows: int) -> bytes:
    told = manifest_of(path)
    for saved in told["tables"]:
        if saved["name"] == table:
            saved.update(sha256=hashlib.sha256(content).hexdigest(), rows=rows)
    return json.dumps(told).encode()


def forged(path: Path, table: str, rows: list[Any]) -> Path:
    """The archive with other rows in a table (or another list of files), as if saved so."""
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    if table != "files":
        return rewritten(
            path,
            **{
                f"tables__{table}_jsonl": content,
                "manifest_json": manifest_with(path, table, content, len(rows)),
            },
        )
    told = manifest_of(path)
    told |= {"files": len(rows), "files_sha256": hashlib.sha256(content).hexdigest()}
    told["file_bytes"] = sum(row["size"] for row in rows)
    return rewritten(path, files_jsonl=content, manifest_json=json.dumps(told).encode())
