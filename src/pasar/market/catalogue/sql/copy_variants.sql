-- Takes in new rows of variants.
COPY catalogue_variant (id, country, product_id, options) FROM STDIN
