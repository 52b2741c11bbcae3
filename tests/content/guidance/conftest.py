from collections.abc import Callable
from pathlib import Path

import pytest

from content.guidance.texts import read_text

CARD = """\
number = 158
group = "processing"
danger = "ordinary"
checkers = ["finance"]
written = 2026-11-23
review_by = 2027-05-23
pictogram = "📓"
related = ["pr-sampling"]

[[sources]]
title = "A book on day books"
figures = ["12.5"]
"""
ENGLISH = """\
keywords: day book, record

# Keep a day book
! Never rely on the buyer's book only.
- Write down every sale on the same day.
- Keep **12.5 g** as a sample.
---
Show the book to a lender.
- Keep it dry.
"""
TRANSLATIONS = {
    "fr": """\
translates: {stamp}
keywords: cahier, carnet

# Tenez un cahier du jour
! Ne comptez jamais sur le seul cahier de l'acheteur.
- Notez chaque vente le jour même.
- Gardez **12,5 g** comme échantillon.
---
Montrez le cahier au prêteur.
- Gardez-le au sec.
""",
    "sw": """\
translates: {stamp}
keywords: daftari, kumbukumbu

# Weka daftari la kila siku
! Kamwe usitegemee daftari la mnunuzi peke yake.
- Andika kila mauzo siku hiyohiyo.
- Weka gramu **12.5** kama sampuli.
---
Mwonyeshe mkopeshaji daftari.
- Liweke pakavu.
""",
    "es": """\
translates: {stamp}
keywords: cuaderno, registro

# Lleve un cuaderno diario
! Nunca dependa solo del cuaderno del comprador.
- Anote cada venta el mismo día.
- Guarde **12,5 g** como muestra.
---
Muestre el cuaderno al prestamista.
- Guárdelo seco.
""",
    "pt": """\
translates: {stamp}
keywords: caderno, registro

# Tenha um caderno diário
! Nunca dependa só do caderno do comprador.
- Anote cada venda no mesmo dia.
- Guarde **12,5 g** como amostra.
---
Mostre o caderno a quem empresta.
- Guarde seco.
""",
    "id": """\
translates: {stamp}
keywords: buku harian, catatan

# Buat buku harian
! Jangan pernah hanya mengandalkan buku pembeli.
- Catat setiap penjualan pada hari itu juga.
- Simpan **12,5 g** sebagai contoh.
---
Tunjukkan buku itu kepada pemberi pinjaman.
- Simpan di tempat kering.
""",
    "ar": """\
translates: {stamp}
keywords: دفتر, سجل, daftar

# احتفظ بدفتر يومي
! لا تعتمد أبداً على دفتر المشتري وحده.
- اكتب كل بيعة في يومها.
- احتفظ بعينة وزنها **12.5 غرام**.
---
أرِ الدفتر لمن يقرضك.
- احفظه جافاً.
""",
}

Change = Callable[[str, str, str], None]


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    """A folder with one card that has no flaw."""
    folder = tmp_path / "pr-recordkeeping"
    folder.mkdir()
    (folder / "card.toml").write_text(CARD, encoding="utf-8")
    (folder / "en.md").write_text(ENGLISH, encoding="utf-8")
    stamp = read_text(folder / "en.md", "en").stamp
    for code, words in TRANSLATIONS.items():
        (folder / f"{code}.md").write_text(words.format(stamp=stamp), encoding="utf-8")
    return tmp_path


@pytest.fixture
def change(cards: Path) -> Change:
    """Replaces words in one file of that card."""

    def replace(name: str, old: str, new: str) -> None:
        file = cards / "pr-recordkeeping" / name
        words = file.read_text(encoding="utf-8")
        assert old in words
        file.write_text(words.replace(old, new, 1), encoding="utf-8")

    return replace
