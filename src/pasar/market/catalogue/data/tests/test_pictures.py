from pathlib import Path

import pasar.ui
from pasar.market.catalogue.data import categories, pictures

OBJECTS = Path(pasar.ui.__file__).parent / "static/ui/objects"
LIMIT_BYTES = 8 * 1024 * 1024


def assert_drawn(name: str, *sizes: int) -> None:
    for size in (200, 600, *sizes):
        assert (OBJECTS / f"{name}-{size}.webp").is_file(), f"{name}-{size}"


def test_every_category_has_its_picture_small_ones_too():
    for node in categories():
        assert_drawn(node.picture, 128)


def test_every_leaf_has_objects_that_fit_and_they_are_drawn():
    assert set(pictures()) == {node.slug for node in categories() if node.is_leaf}
    for objects in pictures().values():
        assert objects
        assert len(set(objects)) == len(objects)
        for name in objects:
            assert_drawn(name)


def test_the_pictures_stay_small_enough_for_the_repository():
    assert sum(file.stat().st_size for file in OBJECTS.glob("*.webp")) <= LIMIT_BYTES
