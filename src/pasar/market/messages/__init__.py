"""What the market tells people: written once in their language, sent by the channels that reach them.

Words: a *message* is one text to one person by one *channel* (the inbox on the market's own pages, e-mail, SMS, a chat
app); a *template* says what is told; *ref* names what it is about, so that the same news is told once.
Promises: a message is a row before it is sent and is sent by a sweeper, again after a failure; nothing that people
typed reaches a header with a line break in it; one-time codes are put in only when a message leaves.
"""
