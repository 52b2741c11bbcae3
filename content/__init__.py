"""What we know, how to find it and how to say it. Pure: no Telegram, no SQL, no network."""
