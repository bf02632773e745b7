"""Search: lines of designs written as they are looked for, and found in one order on both databases."""
