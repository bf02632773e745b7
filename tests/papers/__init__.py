"""What comes out of a printer, read back and compared with the page that went in."""
