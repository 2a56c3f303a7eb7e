"""Passages of many Word reports written into one draft: their XML is moved, cleaned on the way, never held whole."""
