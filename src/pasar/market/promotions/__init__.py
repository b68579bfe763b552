"""Promotions: rules by which something costs less, the vouchers that give a right to them, and coins.

Words: a *promotion* is a rule with its terms, each edit a new *version* that is never changed; an *automatic* one is a
price that anybody gets (tiers, bundles, buy some get some); a *voucher* must be collected or typed; a *cut* is what a
promotion takes off one line or one delivery, with who pays for it; a *stacking rule* says which vouchers of which class
go together in a country.
Promises: the same question gives the same cuts; no line and no delivery costs less than nothing; the parts of a cut sum
to it; uses never exceed the quota, the budget and a person's limit, whoever asks at the same moment; a use comes back
once at most.
`rules` are pure and say what a purchase may have; `batch` is the part that takes it while placing.
"""
