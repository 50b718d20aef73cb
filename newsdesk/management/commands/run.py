from __future__ import annotations

import http.client
import signal
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from newsdesk import desk, preparation
from newsdesk.accounts.actions import links
from newsdesk.desk import AlreadyRunning, CannotStart
from newsdesk.processes import Child, Supervisor

PATIENCE_S = 60


class Command(BaseCommand):
    help = "Run the desk: database, web server and worker, until Ctrl+C."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(0))
        try:
            self._run()
        except AlreadyRunning as address:
            self._say(f"newsdesk is already running at {address} (make stop ends it).")
        except KeyboardInterrupt:
            self._say("Stopped.")
        except CannotStart as error:
            raise CommandError(str(error)) from None
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from None

    def _run(self) -> None:
        with desk.alone():
            desk.require_free_port()
            with desk.database(), Supervisor(self._say) as supervisor:
                preparation.migrate()
                preparation.collect_static()
                web = supervisor.start("web server", sys.executable, sys.argv[0], "web")
                self._wait_for(web, supervisor)
                supervisor.start("worker", sys.executable, sys.argv[0], "worker")
                self._announce()
                preparation.leave_database()
                supervisor.watch(desk.revive_database)
        self._say("Stopped.")

    def _wait_for(self, web: Child, supervisor: Supervisor) -> None:
        until = time.monotonic() + PATIENCE_S
        while not supervisor.is_stopping and not _answers():
            if web.has_ended() or time.monotonic() > until:
                raise CannotStart("The web server did not start; the lines above say why.")
            supervisor.pause(0.05)

    def _announce(self) -> None:
        for warning in preparation.warnings():
            self._say(f"Note: {warning}")
        self._say(f"newsdesk is ready at {settings.NEWSDESK_URL} (data: {settings.DATA_DIR})")
        if welcome := links.welcome_link(settings.NEWSDESK_URL):
            self._say(f"Nobody is here yet. Make the first account:\n\n    {welcome}\n\n")
        self._say("Ctrl+C ends it.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _answers() -> bool:
    connection = http.client.HTTPConnection(settings.NEWSDESK_BIND, settings.PORT, timeout=10)
    try:
        connection.request("HEAD", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
