"""What people do to a document while they read it: cells, rows, columns, blocks, sections, documents."""
