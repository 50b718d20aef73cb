from __future__ import annotations

from django import template

from annotations.reader import listing

register = template.Library()
register.filter("listed", listing.listed)
