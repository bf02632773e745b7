"""Page objects: what a person does (do_…) and sees (assert_…), one class a page."""
