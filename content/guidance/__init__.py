"""Cards and glossary: the guidance we stand for."""
