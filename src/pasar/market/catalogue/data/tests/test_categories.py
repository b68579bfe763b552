import re

from pasar.market.catalogue.data import LANGUAGES, attributes, axes, categories

ASCII_KEY = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def assert_named(what: str, names: object) -> None:
    assert isinstance(names, dict), what
    assert tuple(names) == LANGUAGES, what
    assert all(text.strip() == text and text for text in names.values()), what


def test_the_tree_has_at_most_three_levels_and_a_page_for_everything():
    nodes = categories()
    assert {node.depth for node in nodes} == {0, 1, 2}
    assert sum(node.depth == 0 for node in nodes) == 16
    assert sum(node.is_leaf for node in nodes) >= 120


def test_slugs_are_ascii_and_occur_once():
    slugs = [node.slug for node in categories()]
    assert len(set(slugs)) == len(slugs)
    assert all(ASCII_KEY.match(slug) for slug in slugs)


def test_parents_come_before_their_children_and_paths_join_their_slugs():
    paths: dict[str, str] = {}
    for node in categories():
        above = f"{paths[node.parent]}/" if node.parent else ""
        assert node.path == above + node.slug
        paths[node.slug] = node.path


def test_every_name_exists_in_every_language():
    for node in categories():
        assert_named(node.slug, node.names)
    for key, names in axes().items():
        assert_named(key, names)
    for key, attribute in attributes().items():
        assert_named(key, attribute["names"])
        for choice in attribute.get("choices", []):
            assert_named(f"{key}.{choice['key']}", choice["names"])


def test_sisters_never_share_a_name():
    seen: set[tuple[str | None, str, str]] = set()
    for node in categories():
        for language, name in node.names.items():
            key = (node.parent, language, name.casefold())
            assert key not in seen, key
            seen.add(key)


def test_leaves_have_two_to_five_attributes_and_known_axes():
    for node in categories():
        if not node.is_leaf:
            assert not node.attributes
            assert not node.variant_axes
            continue
        assert 2 <= len(node.attributes) <= 5, node.slug
        assert node.variant_axes, node.slug
        assert set(node.variant_axes) <= set(axes()), node.slug
        for attribute in node.attributes:
            assert (attribute["kind"] == "choice") == bool(attribute.get("choices")), (
                node.slug,
                attribute["key"],
            )


def test_a_leaf_narrows_the_choices_it_shares():
    shirts = next(node for node in categories() if node.slug == "mens-tshirts")
    material = next(attribute for attribute in shirts.attributes if attribute["key"] == "material")
    assert [choice["key"] for choice in material["choices"]] == ["cotton", "polyester", "spandex"]
