"""`python -m bot`, the same as `pitwise`."""

from bot.cli import main

main()
