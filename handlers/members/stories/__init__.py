"""What members tried: told, looked after by its author, reviewed, passed on, and read by others."""
