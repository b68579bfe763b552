"""A shop's own vouchers and offers: made, changed, ended, with what they brought and cost."""
