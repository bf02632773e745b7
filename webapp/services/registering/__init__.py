"""Registers over all designs: listed, counted, summed up and given out. Nothing here writes."""
