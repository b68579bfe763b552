-- Takes in new rows of offers.
COPY catalogue_offer (country, sku_id, price_minor, list_minor, from_at, until_at) FROM STDIN
