-- Seconds by which the sandbox's clock runs ahead.
SELECT offset_s FROM kernel_clock WHERE id = 1
