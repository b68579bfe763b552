-- Takes in new rows of SKUs.
COPY catalogue_sku (id, country, listing_id, variant_id, shop_id, seller_id, seller_sku, position, picture, weight_g, length_cm,
     width_cm, height_cm, active) FROM STDIN
