"""One article as a person reads and marks it, as values and as HTML, and the keys they do it by."""
