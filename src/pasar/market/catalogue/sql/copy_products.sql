-- Takes in new rows of products.
COPY catalogue_product (id, country, category_path, brand, attributes, axes) FROM STDIN
