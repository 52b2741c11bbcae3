"""The figures in a text and their units, read alike in every language, so that a translation can be compared."""

import re
from collections import Counter
from dataclasses import dataclass

_FIGURE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d{1,2})?")
_AFTER = re.compile(r"[\s-]*(°\s?C|[%٪°]|[^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+|%|[.,:]")
_CALENDAR_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT_FIRST = frozenset(["sw"])  # "mita 10", "miezi kama 12" where others write "10 m", "about 12 months"
_FORMS = {
    "percent": "% ٪ percent asilimia persen",
    "millimetre": "mm millimetre millimetres millimètre millimètres milimita milímetro milímetros milimeter مم ملم",
    "centimetre": "cm centimetre centimetres centimètre centimètres sentimita centímetro centímetros sentimeter سم",
    "metre": "m metre metres meter meters mètre mètres mita metro metros متر أمتار امتار مترا مترًا",
    "kilometre": "km kilometre kilometres kilomètre kilomètres kilomita kilómetro kilómetros quilômetro quilômetros كم",
    "milligram": "mg milligram milligrams مغ ملغ",
    "gram": "g gram grams gramme grammes gramu gramo gramos grama gramas غرام جرام غرامات جرامات غ جم غراما جراما",
    "kilogram": "kg kilo kilos kilogram kilograms kilogramu kilogramo kilogramos quilo quilos كجم كغ كيلو كيلوغرام",
    "millilitre": "ml millilitre millilitres مل",
    "litre": "l litre litres liter liters lita litro litros لتر لترات لترا",
    "second": "s second seconds seconde secondes sekunde segundo segundos detik ثانية ثوان ثواني",
    "minute": "min minute minutes dakika minuto minutos menit دقيقة دقائق",
    "hour": "h hour hours heure heures saa masaa hora horas jam ساعة ساعات",
    "day": "day days jour jours siku día días dia dias hari يوم أيام ايام يوما يومًا",
    "week": "week weeks semaine semaines wiki semana semanas minggu أسبوع أسابيع اسبوع أسبوعا أسبوعًا",
    "month": "month months mois mwezi miezi mes meses mês bulan شهر أشهر شهور شهرا شهرًا",
    "year": "year years an ans année années mwaka miaka año años ano anos tahun سنة سنوات عام أعوام عاما عامًا",
    "degree": "° °C degree degrees degré degrés digrii nyuzi grado grados grau graus derajat درجة درجات",
    "karat": "k ct carat carats karat karats karati quilate quilates karat قيراط قيراطا قيراطًا",
    "ounce": "oz ozt ounce ounces once onces aunsi onza onzas onça onças ons أونصة أوقية",
    "dollar": "usd dollar dollars dola dólar dólares dolar دولار دولارا",
    "ppm": "ppm جزء",
}
_UNITS = {form.casefold(): unit for unit, forms in _FORMS.items() for form in forms.split()}


@dataclass(frozen=True)
class Figure:
    """A number as a plain decimal ("1200", "19.5") and the unit beside it, "" when there is none."""

    number: str
    unit: str


def read_figures(line: str, language: str) -> list[Figure]:
    """Return the figures of `line` in order; only western digits count."""
    figures = []
    for found in _FIGURE.finditer(line):
        after, before = _AFTER.match(line, found.end()), _WORD.findall(line[: found.start()])
        units = [_unit(after.group(1) if after else ""), *map(_unit, before[:-2:-1])]
        if language in _UNIT_FIRST:
            units = [*map(_unit, before[:-3:-1]), units[0]]
        number, unit = _plain(found.group()), next(filter(None, units), "")
        figures.append(Figure(number, "" if unit == "year" and _CALENDAR_YEAR.fullmatch(number) else unit))
    return figures


def compare(english: str, translated: str, language: str) -> str | None:
    """Return how the figures or units of a translated line differ from the English one, None when they agree."""
    ours, theirs = read_figures(english, "en"), read_figures(translated, language)
    expected, found = Counter(figure.number for figure in ours), Counter(figure.number for figure in theirs)
    if expected != found:
        missing, added = sorted((expected - found).elements()), sorted((found - expected).elements())
        return f"figures differ from the English: missing {missing}, added {added}"
    # A range carries its unit once, in English after the second number, elsewhere before the first: compare the line's.
    units, translated_units = {figure.unit for figure in ours}, {figure.unit for figure in theirs}
    if (lost := units - translated_units - {""}) or (new := translated_units - units - {""}):
        return f"units differ from the English: {', '.join(sorted(lost or new))}"
    return None


def _unit(word: str) -> str:
    return _UNITS.get(word.replace(" ", "").casefold(), "")


def _plain(figure: str) -> str:
    if _GROUPED.fullmatch(figure):
        whole, mark, rest = figure, "", ""
        if tail := re.search(r"[.,](\d{1,2})$", figure):
            whole, mark, rest = figure[: tail.start()], ".", tail.group(1)
        return re.sub(r"\D", "", whole) + mark + rest
    return figure.replace(",", ".")
