"""Accounts of people: how they begin, and how they come back who forgot the password."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import OneTimeLink, User
from newsdesk.accounts.signals import first_person_joined
from newsdesk.errors import Invalid
from newsdesk.history.models import record


class AddressTaken(Invalid):
    """There is an account with this e-mail address already. Sign in with it, then open the link."""


@transaction.atomic
def create_first(*, token: str, email: str, name: str, password: str) -> User:
    """Whoever comes first is site administrator, and finds something to look at."""
    links.use(links.usable(OneTimeLink.Kind.WELCOME, token, lock=True))
    user = create(email=email, name=name, password=password, is_staff=True)
    first_person_joined.send(User, user=user)
    return user


@transaction.atomic
def create(*, email: str, name: str, password: str, is_staff: bool = False) -> User:
    """Raises AddressTaken, also when two people ask for one address at once."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, is_staff=is_staff)
    except IntegrityError:
        raise AddressTaken from None
    record(verb="user.create", by=user, target_kind="user", target_id=user.pk)
    return user


@transaction.atomic
def come_back(*, token: str, password: str = "") -> User:
    """Use a sign-in link up; with a new password, all other sessions of the person end."""
    link = links.usable(OneTimeLink.Kind.SIGN_IN, token, lock=True)
    user = User.objects.filter(email__iexact=link.email, is_active=True).first()
    if user is None:
        raise links.LinkUnusable
    links.use(link)
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
        record(verb="user.change_password", by=user, target_kind="user", target_id=user.pk)
    return user
