import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import TAGS, parse_html
from bot.sandbox.errors import ApiError
from bot.sandbox.texts import slice_units, units

SIMPLE_TAGS = sorted(set(TAGS) - {"a", "span", "tg-emoji"})


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain & simple", "plain & simple", []),
        ("1 &lt; 2 &amp;&gt;&quot; &laquo;", '1 < 2 &>" &laquo;', []),
        ("&lt without a semicolon", "< without a semicolon", []),
        ("&#60;&#x3c;&#X3c;&#0;", "<<&#X3c;&#0;", []),
        ("<b>⛔ Never</b> enter", "⛔ Never enter", [("bold", 0, 7)]),
        ("🫁 <b>bad air</b>", "🫁 bad air", [("bold", 3, 7)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<code><b>x</b></code>", "x", [("code", 0, 1)]),
        ("<a>no address</a>", "no address", []),
    ],
)
def test_markup_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found, marks = parse_html(source)
    assert found == text
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in marks] == entities


def test_links_and_languages_keep_their_argument() -> None:
    assert parse_html("<a href='t.me/x?a=1&amp;b'>x</a>")[1][0]["url"] == "http://t.me/x?a=1&b"
    assert parse_html('<pre><code class="language-sql">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "sql"}
    ]
    assert parse_html('<tg-emoji emoji-id="123">👍</tg-emoji>')[1][0]["custom_emoji_id"] == "123"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("é<abc>", 'Unsupported start tag "abc" at byte offset 2'),
        ("🏟<b", "Unclosed start tag at byte offset 4"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<i =x>y</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i a=1,>y</i>", "Unexpected end of name token at byte offset 5"),
        ('<i a="1>y</i>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x<br/>y", 'Unsupported start tag "br/" at byte offset 1'),
        ("<@x>", 'Unsupported start tag "@x" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_a_surrogate_written_as_a_number_is_refused() -> None:
    with pytest.raises(ApiError, match="unmatched surrogate"):
        parse_html("&#57311;")


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("<>/&;#x1\"'= \0bia\n🏟é")))
def test_no_markup_crashes_the_parser(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        assert error.description.startswith("Bad Request: can't parse entities")
    else:
        assert all(mark["offset"] + mark["length"] <= units(text) for mark in entities)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(SIMPLE_TAGS), st.text(min_size=1, max_size=8)), max_size=6))
def test_entities_cover_exactly_what_was_marked_in_utf16_units(pieces: list[tuple[str, str]]) -> None:
    text, entities = parse_html("".join(f"-<{tag}>{html.escape(piece)}</{tag}>" for tag, piece in pieces))
    assert text == "".join(f"-{piece}" for _, piece in pieces)
    assert [slice_units(text, mark["offset"], mark["length"]) for mark in entities] == [piece for _, piece in pieces]
