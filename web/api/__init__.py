"""The REST API: the same things as the pages, for other programs that come with a token."""
