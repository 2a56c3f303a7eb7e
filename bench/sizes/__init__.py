"""The size series: seven subjects at four numbers of obligations, each beside a baseline from the same process."""
