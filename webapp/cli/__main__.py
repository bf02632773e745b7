"""`python -m webapp.cli`: the commands without an installed script."""

from webapp.cli import main

if __name__ == "__main__":  # granian's workers import this file again under another name
    main(prog_name="designbook")
