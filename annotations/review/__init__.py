"""From finished sets to gold: queues, what comes back, and where annotators disagree."""
