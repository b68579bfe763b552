-- Sweepers that find something to do now, of those that are asked for every turn.  In: at timestamptz
-- Index: parcel_to_book, parcel_to_collect, carrier_notice_to_read, order_by_deadline, purchase_by_pay_by,
-- payment_by_next_try, notice_to_read, refund_by_next_try
SELECT name
  FROM (VALUES
        ('fulfilment.book', EXISTS (SELECT FROM fulfilment_parcel
                                     WHERE booking = 'to_book' AND next_try_at <= %(at)s)),
        ('fulfilment.collect', EXISTS (SELECT FROM fulfilment_parcel WHERE collect_at <= %(at)s)),
        ('fulfilment.notices', EXISTS (SELECT FROM fulfilment_carriernotice WHERE state = 'received')),
        ('orders.deadlines', EXISTS (SELECT FROM orders_order WHERE deadline_at <= %(at)s)),
        ('orders.expire', EXISTS (SELECT FROM orders_purchase
                                   WHERE status = 'awaiting_payment' AND pay_by <= %(at)s)),
        ('payments.ask', EXISTS (SELECT FROM payments_payment WHERE next_try_at <= %(at)s)),
        ('payments.notices', EXISTS (SELECT FROM payments_notice
                                      WHERE state = 'received' AND next_try_at <= %(at)s)),
        ('payments.refunds', EXISTS (SELECT FROM payments_refund WHERE next_try_at <= %(at)s))
       ) AS sweeper (name, due)
 WHERE due
