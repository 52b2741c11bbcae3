"""Brazil's official rate (PTAX) from the central bank's open data: reais per dollar, bought and sold."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from content.market.prices.bodies import Answer, Unusable, moment, number, read_json, understood
from content.market.prices.edge import Edge
from content.market.prices.quote import Quote, rate_quote

SOURCE: Final = "bcb"
HOSTS: Final = frozenset({"olinda.bcb.gov.br"})
BRASILIA: Final = ZoneInfo("America/Sao_Paulo")
API: Final = "https://olinda.bcb.gov.br/olinda/servico/PTAX/versao/v1/odata/CotacaoDolarPeriodo"
# Longer than any row of holidays.
LOOKS_BACK: Final = timedelta(days=10)


@understood(SOURCE)
def parse(body: bytes) -> list[Quote]:
    """Return the middle of buying and selling at the newest moment in the answer; its clock is Brasília's."""
    rows = read_json(body)["value"]
    if not rows:
        raise Unusable("no rate in it")
    newest = max(rows, key=lambda row: row["dataHoraCotacao"])
    middle = (number(newest["cotacaoCompra"]) + number(newest["cotacaoVenda"])) / 2
    as_of = datetime.fromisoformat(newest["dataHoraCotacao"].partition(".")[0]).replace(tzinfo=BRASILIA)
    return [rate_quote("BRL", middle, moment(as_of.isoformat()), SOURCE)]


async def fetch(http: Edge, key: str, today: date) -> list[Answer]:
    """Ask for the rates of the last days; raises Unreachable."""
    since = today - LOOKS_BACK
    url = (
        f"{API}(dataInicial=@dataInicial,dataFinalCotacao=@dataFinalCotacao)?@dataInicial='{since:%m-%d-%Y}'"
        f"&@dataFinalCotacao='{today:%m-%d-%Y}'&$format=json"
    )
    return [parse(await http.get(url, HOSTS))]
