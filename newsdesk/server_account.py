"""Who PostgreSQL runs as: whoever runs newsdesk, but for root an account without a login."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

from newsdesk.postgres_binaries import PostgresError


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def default_data_dir(checkout: Path) -> Path:
    """`data` in the checkout; root's checkout may lie where PostgreSQL's account cannot enter."""
    if os.geteuid() != 0:
        return checkout / "data"
    mark = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]
    return Path("/var/lib/newsdesk") / f"{checkout.name}-{mark}"


def for_cluster(cluster: Path) -> pwd.struct_passwd | None:
    """None when we are not root; else the owner of the cluster, or the account made for it."""
    if os.geteuid() != 0:
        return None
    if cluster.exists():
        return pwd.getpwuid(cluster.stat().st_uid)
    return _made(os.environ.get("NEWSDESK_PG_USER", "newsdesk"))


def become(account: pwd.struct_passwd | None) -> Identity:
    """What `subprocess.run` needs to run a program as `account`."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def give(path: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"


def _made(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        _create(name)
    return pwd.getpwnam(name)


def _create(name: str) -> None:
    if not shutil.which("useradd"):
        raise PostgresError(
            "PostgreSQL refuses to run as root and there is no useradd to make it an account."
            " Run newsdesk as a normal user, or set DATABASE_URL."
        )
    shell = ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    subprocess.run(["useradd", "--system", "--no-create-home", *shell, name], check=True)
