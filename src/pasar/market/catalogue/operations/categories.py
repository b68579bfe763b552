from django.db import transaction

from pasar.market.catalogue import data
from pasar.market.catalogue.models import Category


@transaction.atomic
def load_categories() -> int:
    """Make the table what the shipped tree says; return how many nodes changed. Nodes that left it are retired."""
    there = {each.path: each for each in Category.objects.select_for_update(no_key=True).order_by("path")}
    rows: dict[str, Category] = {}
    changed = 0
    for node in data.categories():
        parent = rows[node.path.rpartition("/")[0]] if node.parent else None
        wanted = {
            "slug": node.slug, "parent_id": parent and parent.pk, "depth": node.depth, "position": node.position,
            "names": dict(node.names), "picture": node.picture, "attributes": list(node.attributes),
            "variant_axes": list(node.variant_axes), "is_leaf": node.is_leaf, "retired": False,
        }  # fmt: skip
        row = there.pop(node.path, None) or Category(path=node.path)
        if any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            row.save()
            changed += 1
        rows[node.path] = row
    gone = [each.pk for each in there.values() if not each.retired]
    return changed + Category.objects.filter(pk__in=gone).update(retired=True)
