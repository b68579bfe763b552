-- What a customer brings: coins that can be spent, whether their person never bought, and the key noted for them (null:
-- none).
-- In: country text, customer_id bigint, person_key text, at timestamptz.   Index: coin_lot_to_spend, shopper_by_person
SELECT (SELECT coalesce(sum(l.left_minor), 0)::bigint FROM promotions_coinlot AS l
         WHERE l.customer_id = %(customer_id)s::bigint AND l.left_minor > 0
           AND l.ends_at > %(at)s::timestamptz) AS coins_minor,
       NOT EXISTS (SELECT FROM promotions_shopper AS s
                    WHERE s.country = %(country)s AND s.person_key = %(person_key)s AND s.purchases > 0) AS is_new,
       (SELECT s.person_key FROM promotions_shopper AS s
         WHERE s.customer_id = %(customer_id)s::bigint) AS noted_key
