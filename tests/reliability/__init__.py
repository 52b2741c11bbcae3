"""Nothing lost, nothing doubled: the program dies at every point, and people go on reading what they should."""
