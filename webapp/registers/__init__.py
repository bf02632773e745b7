"""What rows mean: the registers, their entries and the rules of their columns. Pure."""
