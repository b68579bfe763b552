-- People who left and can still be reached, and texts with what looks like a card's number (told apart by its check digit
-- by whoever runs this).
SELECT 'person ' || id AS problem, '' AS candidate
  FROM identity_person
 WHERE deleted_at IS NOT NULL AND (email IS NOT NULL OR phone IS NOT NULL)
UNION ALL
SELECT 'message ' || id, substring(body FROM '[3-6][0-9](?:[ -]?[0-9]){11,17}')
  FROM messages_message
 WHERE body ~ '(^|[^0-9])[3-6][0-9]([ -]?[0-9]){11,17}([^0-9]|$)'
