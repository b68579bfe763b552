-- Fee rules that nobody but their maker has looked at.
SELECT 'fee rule ' || id AS problem
  FROM sellers_feerule
 WHERE approved_at IS NOT NULL AND (approver = '' OR approver = maker)
