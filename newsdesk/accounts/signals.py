"""What accounts announces, inside its transaction, to apps that accounts does not know."""

from __future__ import annotations

from django.dispatch import Signal

# user: the desk has its first person, who needs something to look at.
first_person_joined = Signal()

# project: nobody is in it any more; whoever keeps rows or files of it removes them in time.
project_deleted = Signal()

# project, names: these of its settings have other values now.
project_changed = Signal()

# project_id, user_id: this person does not annotate there any more; their work stays.
annotator_left = Signal()
