"""Annotation sets on their way out, frozen into files, and in, with imported articles."""
