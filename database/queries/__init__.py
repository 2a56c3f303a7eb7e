"""Questions to the database, a file for each noun, each named as it is asked aloud."""
