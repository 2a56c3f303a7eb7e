"""FastAPI, server-rendered: pages, what other servers report to us, and feeds."""
