"""The cards on paper and in files: a page for reviewers, sheets to print and cut, a text to keep without a network."""
