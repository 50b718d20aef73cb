"""What this app announces to those that build on it."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once per batch of an import, inside its transaction, with `run`, the new `document_ids` and
# `attached`, {document id: {row number: record}}, for rows that brought annotation sets (also of
# documents that an earlier batch of the run added). A receiver answers {row number: reason} for
# the rows it refuses; a new document of which nothing is left goes again.
documents_added = Signal()

# Sent when a file is looked at before it is imported, with `run` and `rows`, {row number: (text,
# record)}, for rows that bring annotation sets. A receiver answers {row number: reason} for those
# that it would refuse.
sets_looked_at = Signal()

# article, names: these of its fields have other values now.
article_changed = Signal()
