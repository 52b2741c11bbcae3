"""`demo --door`: a Telegram of this machine for any client, as a stranger starts it."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from httpx import AsyncClient

ROOT = Path(__file__).parents[2]


async def test_a_stranger_finds_address_and_token_and_talks_to_the_people_of_the_page() -> None:
    words = ("-m", "bot", "demo", "--no-browser", "--port", "0", "--door", "0")
    demo = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert demo.stdout
    try:
        async with asyncio.timeout(30), AsyncClient(trust_env=False) as client:
            url = (await demo.stdout.readline()).decode().strip().removeprefix("TELEGRAM_API_URL=")
            token = (await demo.stdout.readline()).decode().strip().removeprefix("TELEGRAM_TOKEN=")
            page = (await demo.stdout.readline()).decode().split()[2]
            people = (await client.get(f"{page}/api/state")).json()["people"]
            await client.post(f"{page}/api/start", json={"person": people[0]["id"]})
            sent = await client.post(
                f"{url}/bot{token}/sendMessage", data={"chat_id": people[0]["id"], "text": "habari"}
            )
            assert sent.json()["result"]["text"] == "habari"
            assert "habari" in json.dumps((await client.get(f"{page}/api/state")).json())
    finally:
        demo.send_signal(signal.SIGTERM)
        assert await demo.wait() == 0
