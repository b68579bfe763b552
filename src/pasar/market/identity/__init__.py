"""Who people are: persons who sign in, the customers they are in each venture, their addresses, staff and its roles.

Words: a *person* signs in once for the whole installation, by e-mail or phone; a *customer* is that person within one
venture, with addresses, basket, wallet and orders; a *staff role* lets a person act for one venture.
Promises: a password is kept as Argon2, codes and tokens as hashes with an end and a limit of tries; a session can be
ended at the server; what a sign-in form answers never tells whether somebody has an account.
"""
