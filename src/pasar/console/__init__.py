"""The operators' console, on Django's admin with django-unfold: own pages where work is done, read-only tables behind.

Only staff see it, and each only the ventures and rooms of their roles. What changes something calls an operation of the
package that owns it, with the member of staff as actor; every such operation writes the audit trail.
"""
