"""The soak: a whole campaign of real processes, hit by whatever may befall them, and counted afterwards."""
