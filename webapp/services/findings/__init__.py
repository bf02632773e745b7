"""What checks found in stored designs: kept up to date with every save, dismissed, listed."""
