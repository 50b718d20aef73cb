"""The files of an embedded PostgreSQL, and running its programs on them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from newsdesk import server_account
from newsdesk.postgres_binaries import Binaries, PostgresError

ROLE = "newsdesk"

CONFIGURATION = """
listen_addresses = ''
max_connections = 60
shared_buffers = 256MB
work_mem = 16MB
wal_level = minimal
max_wal_senders = 0
jit = off
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server's files lie, which programs serve them, and as whom (None: as we are)."""

    cluster: Path
    socket: Path
    binaries: Binaries
    account: pwd.struct_passwd | None

    @property
    def log(self) -> Path:
        return self.cluster.parent / "pg.log"

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs one of PostgreSQL's programs as the account, away from our folder and terminal."""
        return subprocess.run(
            [self.binaries / program, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
            check=False,
            **server_account.become(self.account),
        )


def create(server: Server) -> None:
    """initdb into a draft that is renamed when complete, so that a kill leaves no half cluster."""
    draft = Path(tempfile.mkdtemp(prefix="initdb-", dir=server.cluster.parent))
    try:
        server_account.give(draft, server.account)
        made = server.run("initdb", "-D", draft, *_initdb_options(server.binaries))
        require(made, server, "PostgreSQL could not create its files")
        _configure(draft, server)
        draft.rename(server.cluster)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _initdb_options(binaries: Binaries) -> list[str]:
    # The wheels have no ICU; the builtin provider sorts by code point, alike on every machine.
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        *("-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"),
        *("--auth-local=peer", "--auth-host=reject", "--no-instructions"),
        *(provider if binaries.major >= 17 else []),
    ]


def _configure(cluster: Path, server: Server) -> None:
    names = {"root", server_account.name_of(os.geteuid())}
    names |= {server.account.pw_name} if server.account else set()
    (cluster / "pg_hba.conf").write_text("local all all peer map=newsdesk\n")
    (cluster / "pg_ident.conf").write_text(
        "".join(f'newsdesk "{name}" {ROLE}\n' for name in sorted(names))
    )
    with (cluster / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION)


def require(done: subprocess.CompletedProcess[str], server: Server, failure: str) -> None:
    if done.returncode != 0:
        reason = " ".join(done.stderr.split()[-60:])
        raise PostgresError(f"{failure}: {reason or 'no reason given'} (more in {server.log})")
