"""Finding the answer to what someone wrote."""
