"""Adds up numbers written in digits, in words and in both: "2 lakh", "laki tatu na nusu", "deux et demi", "3/4"."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from content.market.marks import Written, read_fraction, read_written
from content.market.numerals import Number, Numerals, add_spoken
from content.market.tokens import Token, Trap


def read_number(tokens: Sequence[Token], place: int, numerals: Numerals) -> Number | None:
    """Return the number that begins at `place`, the longest there is, or None; raises Trap for digits in no order."""
    first = _Adder(tokens, numerals, lambda written: written.value).read(place)
    if first is None or first.mark == "":
        return first
    second = _Adder(tokens, numerals, lambda written: written.as_group or written.value).read(place)
    if second is None or second.value == first.value:
        return first
    return Number(first.value, first.end, second.value, first.mark, factor=first.factor)


class _Adder:
    """Adds up one number; `pick` says which value of digits that may mean two counts."""

    def __init__(self, tokens: Sequence[Token], numerals: Numerals, pick: Callable[[Written], Decimal]) -> None:
        self.tokens = tokens
        self.numerals = numerals
        self.pick = pick
        self.total = Decimal(0)
        self.current: Decimal | None = None
        self.scale = Decimal(1)
        self.last = ""
        self.mark = ""
        self.over: Decimal | None = None

    def read(self, place: int) -> Number | None:
        """Return the number that begins at `place`, or None."""
        start = place
        while (end := self._step(place)) is not None:
            place = end
        if place == start or self.last == "article":
            return None
        value = self.total + (self.current or 0)
        part = self.last == "part" and value < 1
        return Number(value, place, mark=self.mark, part=part, over=self.over, factor=self.scale)

    def word(self, place: int) -> str:
        """Return what stands at `place`, "" behind the end."""
        return self.tokens[place].text if place < len(self.tokens) else ""

    def _step(self, place: int) -> int | None:
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token.kind == "number":
            return self._take_digits(place)
        if token.text in self.numerals.ahead and self.last in ("", "ahead"):
            return self._take_ahead(place)
        for table, take in self._takers():
            if token.text in table:
                return take(place)
        return None

    def _takers(self) -> tuple[tuple[Any, Callable[[int], int | None]], ...]:
        words = self.numerals
        return (
            (words.adds if self.current is not None else (), self._take_added),
            (words.ones, self._take_one),
            (words.teens, self._take_teen),
            (words.tens, self._take_ten),
            (words.scales, self._take_scale),
            (words.fixed, self._take_fixed),
            (words.parts, self._take_part),
            (words.shares, self._take_share),
            (words.point, self._take_point),
            (words.joins, self._take_join),
            (words.article, self._take_article),
        )

    def _take_digits(self, place: int) -> int | None:
        fraction = read_fraction(self.word(place), self.word(place + 1), self.word(place + 2))
        if self.current is not None:
            if fraction is None or self.last != "digits" or self.current != int(self.current):
                return None
            self.current += fraction[0]
            self.last = "fraction"
            return place + 3
        if self.last and (self.last != "scale" or not self._scale_follows(place + 1)):
            return None
        if fraction is not None:
            (self.current, self.over), self.last = fraction, "fraction"
            return place + 3
        self.current, self.last = self._pick(self.word(place)), "digits"
        return place + 1

    def _pick(self, digits: str) -> Decimal:
        written = read_written(digits)
        if written is None:
            raise Trap("unreadable_number")
        self.mark = self.mark or (written.mark if written.as_group is not None else "")
        return self.pick(written)

    def _scale_follows(self, place: int) -> bool:
        return self.word(place) in self.numerals.scales or self.word(place) in self.numerals.tens

    def _take_one(self, place: int) -> int | None:
        value = self.numerals.ones[self.word(place)]
        if self.current is None:
            if self.last not in ("", "scale", "and", "article", "ahead"):
                return None
            self.current = value
        else:
            added = None if self.last == "digits" else add_spoken(self.current, value, self.numerals.language)
            if added is None:
                return None
            self.current = added
        self.last = "one"
        return place + 1

    def _take_teen(self, place: int) -> int | None:
        if self.current is None or self.last != "one":
            return None
        self.current += self.numerals.teens[self.word(place)]
        return place + 1

    def _take_ten(self, place: int) -> int | None:
        factor = self.numerals.tens[self.word(place)]
        if self.current is None:
            self.current = factor
        elif factor == 100 and self.current < 100:
            self.current *= factor
        elif self.current == int(self.current) and self.current % 10 > 0:
            self.current += self.current % 10 * (factor - 1)
        else:
            return None
        self.last = "ten"
        return place + 1

    def _take_scale(self, place: int) -> int | None:
        word = self.word(place)
        scale = self.numerals.scales[word]
        if self.current is None and (len(word) <= 2 or (self.last == "scale" and scale <= self.scale)):
            return None
        if word in self.numerals.ahead and (self.last == "one" or self._counted(place + 1)):
            return None
        if self.total and scale > self.scale:
            self.total = (self.total + (self.current or 0)) * scale
        else:
            self.total += (1 if self.current is None else self.current) * scale
        self.current, self.scale, self.last = None, scale, "scale"
        return place + 1

    def _counted(self, place: int) -> bool:
        word = self.word(place)
        return word in self.numerals.ones or word in self.numerals.ahead or word[:1].isdigit()

    def _take_fixed(self, place: int) -> int | None:
        if self.current is not None:
            return None
        value = self.numerals.fixed[self.word(place)]
        self.total += value
        self.scale, self.last = Decimal(10 ** (3 * ((len(str(value)) - 1) // 3))), "scale"
        return place + 1

    def _take_part(self, place: int) -> int | None:
        first = self.current is None and self.last in ("", "article")
        if not first and not (self.last == "one" and self.current == 1 and not self.total):
            return None
        self.current, after = self._part_at(place)
        self.last = "part"
        if self.word(after) in self.numerals.article and self._scale_follows(after + 1):
            after += 1
        return after

    def _part_at(self, place: int) -> tuple[Decimal, int]:
        """Return a part and where it ends; Swahili counts it behind: "robo tatu" is three quarters."""
        part = self.numerals.parts[self.word(place)]
        count = self.numerals.ones.get(self.word(place + 1)) if self.numerals.ahead and part < Decimal("0.5") else None
        return (part * count, place + 2) if count else (part, place + 1)

    def _take_added(self, place: int) -> int | None:
        if self.current is None or self.last == "part":
            return None
        self.current += self.numerals.adds[self.word(place)]
        self.last = "added"
        return place + 1

    def _take_share(self, place: int) -> int | None:
        if self.current is None or self.total or self.last not in ("one", "digits"):
            return None
        self.current *= self.numerals.shares[self.word(place)]
        self.last = "part"
        return place + 1

    def _take_point(self, place: int) -> int | None:
        if not self.last and self.word(place + 1) in self.numerals.ones and self.word(place) == "point":
            self.current, self.last = Decimal(0), "one"
        if self.last not in ("one", "digits") or self.current is None or self.current != int(self.current):
            return None
        digits, after = "", place + 1
        while (said := self._below_hundred(after))[0] is not None and self.tokens[after].kind == "word":
            digits, after = f"{digits}{said[0]}", said[1]
        word = self.word(after)
        if not digits and self.last == "one" and word.isdigit():
            digits, after = word, after + 1
        if not digits:
            return None
        self.current += Decimal(f"0.{digits}")
        self.last = "point"
        return after

    def _take_join(self, place: int) -> int | None:
        if self.last in ("", "and", "article", "part"):
            return None
        words, after = self.numerals, place + 1
        if self.word(after) in words.article and self.word(after + 1) in words.parts:
            after += 1
        if self.word(after) in words.parts:
            return self._join_part(*self._part_at(after))
        ready = self.last in ("scale", "ahead")
        following, next_one = self.word(after), self.word(after + 1)
        if fraction := read_fraction(following, next_one, self.word(after + 2)):
            return self._join_part(fraction[0], after + 3)
        one = words.ones.get(following)
        share = words.shares.get(next_one) or words.parts.get(next_one)
        if one and share and not words.ahead:
            return self._join_part(one * share, after + 2)
        if one is not None and self.last not in ("digits", "fraction"):
            fits = self.current is None or add_spoken(self.current, one, words.language) is not None
            return after if fits and one else None
        if ready and (following in words.tens or following in words.fixed or following in words.scales):
            return after
        return after if ready and self.tokens[after:] and self._digits_of_scale(after) else None

    def _digits_of_scale(self, place: int) -> bool:
        return self.tokens[place].kind == "number" and self._scale_follows(place + 1)

    def _join_part(self, part: Decimal, after: int) -> int | None:
        if self.current is not None and self.current == int(self.current):
            self.current += part
        elif self.current is None and self.total:
            self.total += part * self.scale
        else:
            return None
        self.last = "halved"
        return after

    def _take_article(self, place: int) -> int | None:
        follows = self.word(place + 1) in self.numerals.parts or self._scale_follows(place + 1)
        if self.last or not follows:
            return None
        self.last = "article"
        return place + 1

    def _take_ahead(self, place: int) -> int | None:
        """Swahili: "elfu kumi na tano" is 15,000, "elfu moja na mia tano" 1,500."""
        word = self.word(place)
        scale = self.numerals.ahead[word]
        if self.last == "ahead" and scale >= self.scale:
            return self._take_behind(place, scale)
        count, after = self._below_thousand(place + 1) if scale > 100 else self._below_hundred(place + 1)
        if count is None and len(word) <= 2:
            return None
        self.total += (count or Decimal(1)) * scale
        self.scale, self.last = scale, "ahead"
        return after

    def _take_behind(self, place: int, scale: Decimal) -> int | None:
        """Kenya also says "mia tatu elfu" for 300,000."""
        if self.scale != 100 or scale == 100 or self._counted(place + 1):
            return None
        self.total, self.scale = self.total * scale, scale
        return place + 1

    def _below_hundred(self, place: int) -> tuple[Decimal | None, int]:
        if place < len(self.tokens) and self.tokens[place].kind == "number":
            written = read_written(self.word(place))
            if written is None:
                raise Trap("unreadable_number")
            return self.pick(written), place + 1
        value = self.numerals.ones.get(self.word(place))
        if value is None or value < (10 if self.numerals.ahead else 20):
            return value, place if value is None else place + 1
        after = place + 1 + (self.word(place + 1) in self.numerals.joins)
        unit = self.numerals.ones.get(self.word(after), Decimal(10))
        return (value + unit, after + 1) if 0 < unit < 10 else (value, place + 1)

    def _below_thousand(self, place: int) -> tuple[Decimal | None, int]:
        if self.numerals.ahead.get(self.word(place)) != 100:
            return self._below_hundred(place)
        count, after = self._below_hundred(place + 1)
        value = (count or Decimal(1)) * 100
        start = after + 1 if self.word(after) in self.numerals.joins else after
        rest, end = self._below_hundred(start)
        return (value, after) if rest is None or self.tokens[start].kind == "number" else (value + rest, end)
