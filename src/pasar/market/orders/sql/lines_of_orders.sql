-- Lines of orders, in order and line id.  In: order_ids uuid[]   Index: line_by_order
SELECT id, order_id, status, sku_id, listing_id, units, goods_minor, seller_discount_minor,
       platform_discount_minor, coins_minor, tax_minor, commission_bps, payment_fee_bps, fee_rule_id, cost_minor,
       category_path
  FROM orders_line
 WHERE order_id = ANY (%(order_ids)s::uuid[])
 ORDER BY order_id, id
