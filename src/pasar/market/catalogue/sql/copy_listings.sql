-- Takes in new rows of listings.
COPY catalogue_listing (id, country, shop_id, seller_id, product_id, slug, titles, descriptions, pictures, state, state_reason,
     badge, price_minor, list_minor, price_turns_at, rating_sum, rating_count, sold_count, popularity, created_at, published_at,
     changed_at) FROM STDIN
