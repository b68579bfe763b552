import pytest

from pasar.market.catalogue import data, operations, queries
from pasar.market.catalogue.models import Category

pytestmark = pytest.mark.django_db


def test_the_tree_is_there_after_the_migrations_and_loading_it_again_changes_nothing():
    assert Category.objects.filter(retired=False).count() == len(data.categories())
    assert operations.load_categories() == 0


def test_a_node_that_left_the_tree_is_retired_and_a_changed_name_put_right():
    Category.objects.create(
        path="gone", slug="gone", depth=0, position=99, names={"en": "Gone"}, picture="box", is_leaf=True
    )
    Category.objects.filter(path="phones").update(names={"en": "Wrong"})
    assert operations.load_categories() == 2
    assert Category.objects.get(path="gone").retired
    assert Category.objects.get(path="phones").names["id"] == "Handphone & Wearable"


def test_trail_and_children_follow_the_paths():
    leaf = queries.leaves()[0]
    assert [each.path for each in queries.trail(leaf.path)][-1] == leaf.path
    top = queries.categories("id")
    assert len(top) == 16
    assert all(child.parent_path == each.path for each in top for child in each.children)
