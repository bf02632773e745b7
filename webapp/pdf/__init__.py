"""A page in, a PDF out. WeasyPrint, the extra `pdf`, runs in a child process, never in the server itself."""
