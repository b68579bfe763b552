"""Pictures that people send: decoded, made anew in a few sizes, and known by an id that tells nothing.

Promises: what is served was written by us, never what was sent; SVG, bombs and anything that is not a picture are
refused with what to do; a picture's address never changes and its content neither.
"""
