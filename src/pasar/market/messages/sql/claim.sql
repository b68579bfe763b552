-- Messages whose time has come, taken by pushing their next try away, so that nobody else sends them meanwhile.
-- In: at timestamptz, until timestamptz, size int.   Index: message_to_send
UPDATE messages_message AS m
   SET tries = m.tries + 1, next_try_at = %(until)s
  FROM (SELECT id FROM messages_message
         WHERE state = 'waiting' AND next_try_at <= %(at)s
         ORDER BY next_try_at, id LIMIT %(size)s
           FOR UPDATE SKIP LOCKED) AS due
 WHERE m.id = due.id
RETURNING m.id, m.country, m.language, m.channel, m.address, m.subject, m.body, m.path, m.tries
