"""The command line: one small command for each noun, Vietnamese for its readers."""

import gc

# A command lives for a blink and makes little garbage: looking for it while modules load costs a tenth of that blink.
gc.set_threshold(100_000)
