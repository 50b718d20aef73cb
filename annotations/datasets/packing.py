"""Files of a dataset: written member by member, measured on the way, equal for equal input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

COPY_BYTES = 256 * 1024
EMPTY = "empty"
PACKED = ".packed"
LEVEL = 3  # of deflate: three times as fast as the default, a tenth larger


@dataclass(slots=True)
class Measured:
    """A file as it grows: its size in bytes and its checksum."""

    name: str
    out: IO[bytes]
    size: int = 0
    hashed: Any = field(default_factory=sha256)

    def write(self, data: bytes) -> None:
        self.out.write(data)
        self.hashed.update(data)
        self.size += len(data)

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "size": self.size, "sha256": self.hashed.hexdigest()}


def pack(pieces: Iterable[tuple[str, bytes]], folder: Path, name: str) -> dict[str, Any]:
    """Write pieces, each with its member's name, into the file `name` of the folder.

    Several members, or a name that ends in .zip, make a zip. The answer is {"name", "size",
    "sha256"}, of a zip also "members": a list of the same.
    """
    with TemporaryDirectory(dir=folder, prefix=".packing-") as scratch:
        packed = _pack(pieces, Path(scratch), name)
        (Path(scratch) / PACKED).replace(folder / name)
    return packed


def _pack(pieces: Iterable[tuple[str, bytes]], scratch: Path, name: str) -> dict[str, Any]:
    """The file as PACKED in a folder of its own, where it can lie in nobody's way."""
    members = _spool(pieces, scratch) or _spool([(EMPTY, b"")], scratch)
    if not name.endswith(".zip"):
        (member,) = members
        (scratch / member.name).rename(scratch / PACKED)
        return {**member.as_json(), "name": name}
    with (scratch / PACKED).open("wb") as raw:
        zipped = Measured(name, raw)
        for chunk in zip_chunks((member.name, scratch / member.name) for member in members):
            zipped.write(chunk)
    return {**zipped.as_json(), "members": [member.as_json() for member in members]}


def zip_chunks(files: Iterable[tuple[str, Path | IO[bytes]]]) -> Iterator[bytes]:
    """A zip of these files as it is made; every entry has the same date."""
    sink = _Sink()
    with ZipFile(sink, "w") as zipped:  # type: ignore[call-overload]
        for name, source in files:
            with ExitStack() as stack:
                data = (
                    stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
                )
                entry = stack.enter_context(zipped.open(_info(name), "w", force_zip64=True))
                while piece := data.read(COPY_BYTES):
                    entry.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def bundle(files: Iterable[tuple[str, IO[bytes]]]) -> Iterator[bytes]:
    """A zip of these files; a zip among them is put in with its members, not as a zip."""

    def opened() -> Iterator[tuple[str, IO[bytes]]]:
        for name, data in files:
            if name.endswith(".zip"):
                with ZipFile(data) as zipped:
                    yield from ((member, zipped.open(member)) for member in zipped.namelist())
            else:
                yield name, data

    return zip_chunks(opened())


def _spool(pieces: Iterable[tuple[str, bytes]], folder: Path) -> list[Measured]:
    members: dict[str, Measured] = {}
    with ExitStack() as stack:
        for name, data in pieces:
            if name not in members:
                out = stack.enter_context((folder / name).open("wb"))
                members[name] = Measured(name, out)
            members[name].write(data)
    return list(members.values())


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name)  # dated 1980, so that equal files make equal zips
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info._compresslevel = LEVEL  # type: ignore[attr-defined]
    return info


class _Sink:
    """What a ZipFile writes to, taken out piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
