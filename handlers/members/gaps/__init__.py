"""What nobody could answer: kept, asked on to who may know, told to who waits."""
