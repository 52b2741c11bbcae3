"""What we remember. Knows SQL, never Telegram; one module is one noun."""
