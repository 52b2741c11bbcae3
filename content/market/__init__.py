"""The market: amounts as people type them, weights, money, prices and offers. Pure, and `Decimal` only."""
