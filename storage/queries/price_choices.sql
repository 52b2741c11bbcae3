-- name: get(target)
SELECT * FROM price_choices WHERE target IN (:target);

-- name: set_currency(target, currency)!
INSERT INTO price_choices (target, currency) VALUES (:target, :currency)
ON CONFLICT (target) DO UPDATE SET currency = :currency;

-- name: set_unit(target, unit)!
INSERT INTO price_choices (target, unit) VALUES (:target, :unit)
ON CONFLICT (target) DO UPDATE SET unit = :unit;

-- name: set_purity(target, purity)!
INSERT INTO price_choices (target, purity) VALUES (:target, :purity)
ON CONFLICT (target) DO UPDATE SET purity = :purity;

-- name: set_own_rate(target, value, currency, now)!
INSERT INTO price_choices (target, own_rate, own_rate_currency, own_rate_at)
VALUES (:target, :value, :currency, :now)
ON CONFLICT (target) DO UPDATE SET own_rate = :value, own_rate_currency = :currency, own_rate_at = :now;

-- name: drop_own_rate(target)!
UPDATE price_choices SET own_rate = NULL, own_rate_currency = NULL, own_rate_at = NULL
WHERE target = :target AND own_rate IS NOT NULL;
