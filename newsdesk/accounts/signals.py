"""What accounts announces, inside its transaction, to apps that accounts does not know."""

from __future__ import annotations

from django.dispatch import Signal

# project, by: a project was made; whoever keeps something for each project makes it now.
project_created = Signal()

# user: the desk has its first person, who needs something to look at.
first_person_joined = Signal()
