"""Background work on accounts."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from procrastinate.contrib.django import app

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import User


@app.task(priority=2)  # somebody waits at their mailbox
def mail_sign_in_link(user_id: int) -> None:
    """Does nothing for who is not, or no longer, here."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    context = {"user": user, "link": links.sign_in_link(settings.NEWSDESK_URL, user)}
    text = render_to_string("accounts/sign_in_mail.txt", context)
    send_mail("Your sign-in link for newsdesk", text, None, [user.email])
