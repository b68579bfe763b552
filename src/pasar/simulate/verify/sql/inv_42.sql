-- One-time codes without an end, used after it or guessed at too often, and messages told twice.
SELECT 'code ' || id AS problem FROM identity_code
 WHERE ends_at <= sent_at OR used_at > ends_at OR octet_length(nonce) < 16 OR tries > 10
UNION ALL
SELECT 'message ' || template || ' about ' || ref || ' to person ' || person_id FROM messages_message
 WHERE person_id IS NOT NULL GROUP BY person_id, template, ref, channel HAVING count(*) > 1
