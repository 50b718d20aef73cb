"""How a project gets on, and how good its suggestions are, in figures and plots."""
