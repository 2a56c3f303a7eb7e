"""How an installation is run: its processes, its state of health, its copies. Knows the machine; leaves the rules to others."""
