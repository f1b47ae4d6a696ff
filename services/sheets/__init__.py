"""Customer sheets as files: the import template, and the export that is the template filled in."""
