"""What other programs ask line by line: one module a door, each with `answer(line)`."""
