"""What this app announces to those that build on it."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once per batch, inside its transaction, with `document_ids` and `attached` ({document_id:
# what came with it}). A receiver answers {document_id: reason} for documents it refuses.
documents_added = Signal()
