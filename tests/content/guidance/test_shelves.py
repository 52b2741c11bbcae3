from content.guidance.library import Library
from content.guidance.shelves import MOST_ON_A_SHELF, cards_on, next_card, shelves


def test_every_card_stands_on_exactly_one_shelf() -> None:
    placed = [card for shelf in shelves().values() for card in shelf.cards]
    assert sorted(placed) == sorted(Library.load().cards)


def test_what_is_behind_one_picture_fits_on_one_screen() -> None:
    long = {name for name, shelf in shelves().items() if len(shelf.cards) > MOST_ON_A_SHELF}
    # All dangers stand behind the one picture that is always there.
    assert long == {"emergency"}


def test_every_shelf_has_a_picture_of_its_own_and_every_group_one_shelf_for_its_new_cards() -> None:
    library = Library.load()
    pictograms = [shelf.pictogram for shelf in shelves().values()]
    assert len(set(pictograms)) == len(pictograms)
    assert sorted(group for shelf in shelves().values() for group in shelf.groups) == sorted(library.groups)


def test_a_card_that_nobody_has_laid_out_yet_is_found_at_the_end_of_its_groups_shelf() -> None:
    whole = Library.load()
    unplaced = whole.cards["mkt-gemstones"]
    shelf = shelves()["selling"]
    new = type(unplaced)(**{**vars(unplaced), "id": "mkt-new", "number": 900})
    library = Library((*whole.cards.values(), new))
    assert [card.id for card in cards_on(shelf, library)] == [*shelf.cards, "mkt-new"]


def test_next_goes_round_the_shelf_and_passes_over_what_is_not_there() -> None:
    whole = Library.load()
    shelf = shelves()["air"].cards
    read = whole.cards[shelf[0]]
    seen = []
    for _ in shelf:
        seen.append(read.id)
        following = next_card(read, whole)
        assert following
        read = following
    assert seen == list(shelf) and read.id == shelf[0]
    fewer = Library(tuple(card for card in whole.cards.values() if card.id != shelf[1]))
    following = next_card(whole.cards[shelf[0]], fewer)
    assert following and following.id == shelf[2]


def test_a_card_alone_on_its_shelf_has_no_next() -> None:
    card = Library.load().cards["mkt-weigh"]
    assert next_card(card, Library((card,))) is None
