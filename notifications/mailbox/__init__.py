"""Mail that comes in: the box it lies in, and its bytes read into a value that nothing has to be feared of."""
