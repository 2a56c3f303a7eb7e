"""Where it is kept: SQLAlchemy 2, synchronous. Models by noun, questions by noun."""
