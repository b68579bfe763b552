-- Moves the sandbox's clock forward and returns the new offset.  In: forward_s bigint, 0 or more
INSERT INTO kernel_clock (id, offset_s) VALUES (1, %(forward_s)s)
ON CONFLICT (id) DO UPDATE SET offset_s = kernel_clock.offset_s + excluded.offset_s
RETURNING offset_s
