"""An OpenAPI document taken apart for people, so that a page can tell what there is to ask for."""
