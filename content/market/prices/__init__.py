"""What things cost: one file per source, guards that doubt each of them, and one reader for what was believed.

quote.py       what a source said, and what of it was believed
<source>.py    how one source is asked (`fetch`) and understood (`parse`); sources.py is the table of them all
edge.py        the only way out: fixed https hosts, a size limit, a deadline
guards.py      whether what was said can be so; choosing.py which of it is compared with what
calendar.py    when markets are open, how old a price is
reading.py     what to tell a person: `latest`
"""
