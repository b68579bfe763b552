"""Who sells: legal parties, the people who act for them, their shops and warehouses, and what the market charges them.

Words: a *seller* is the legal party; a *member* is a person acting for it; a *shop* is its public face (one a seller);
a *warehouse* is where its parcels leave; a *class* (`home`, `brand`, `cross_border`, `retail`) is what kind of seller
it is; a *fee rule* is a dated row saying what the market keeps of a sale.
Promises: nobody sells before an operator approved them, with a trace; a fee rule is in force only when another person
than its maker approved it, and is never changed afterwards; orders keep the rule that they were placed under.
"""
