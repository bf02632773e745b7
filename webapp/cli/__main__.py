"""`python -m webapp.cli`: the commands without an installed script."""

import gc

# What the modules hold lives until the end: the collector looks at it neither while it is loaded, which
# makes a seventh of the start, nor later.
gc.disable()

from webapp.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":  # granian's workers import this file again under another name
    main(prog_name="designbook")
