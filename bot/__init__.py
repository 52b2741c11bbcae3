"""Puts the pieces together; the only package that knows all the others."""
