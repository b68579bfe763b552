-- Gives a customer a voucher, once. Returns how many rows it wrote.
-- In: promotion_id bigint, customer_id bigint, country text, at timestamptz
INSERT INTO promotions_voucher (promotion_id, customer_id, country, collected_at)
VALUES (%(promotion_id)s, %(customer_id)s, %(country)s, %(at)s)
    ON CONFLICT (customer_id, promotion_id) DO NOTHING
