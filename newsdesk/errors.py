"""A refusal: something a person asked for that cannot be done, said in a sentence they read."""

from __future__ import annotations

from inspect import cleandoc


class Refused(Exception):
    """This cannot be done."""

    status = 409

    def __init__(self, message: str = "") -> None:
        super().__init__(message or cleandoc(self.__doc__ or ""))

    @property
    def message(self) -> str:
        return str(self.args[0])


class NotAllowed(Refused):
    """You are not allowed to do this here. Ask a manager of the project."""

    status = 403


class Invalid(Refused):
    """What was sent cannot be used."""

    status = 422


class Unavailable(Refused):
    """Something that is needed for this cannot be used at the moment."""

    status = 503
