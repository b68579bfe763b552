"""What is sent is never what is served."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pasar.kernel.errors import Invalid
from pasar.market.media import errors, operations, queries, rules
from pasar.market.media.models import Upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=(1600, 900), kind="JPEG", mode="RGB", **more):
    written = BytesIO()
    Image.new(mode, size, "teal" if mode != "P" else 3).save(written, kind, **more)
    written.seek(0)
    return written


def png_head(w, h):
    """A PNG that says how large it is and has hardly a pixel."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


def accept(file, owner="seller:1"):
    return operations.accept(country="id", owner=owner, file=file, purpose="listing")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("GIF", "P")],
)
def test_a_picture_is_made_anew_in_three_sizes(db, tmp_path, kind, mode):
    found = accept(picture(kind=kind, mode=mode))
    assert (found["kind"], found["w"], found["h"]) == ("upload", 1200, 675)
    for side in rules.SIZES:
        made = Image.open(tmp_path / rules.file_name("id", found["id"], side))
        assert (made.format, made.size[0], made.mode) == ("WEBP", side, "RGB")
    assert not list(tmp_path.rglob("*.part"))


def test_where_and_by_what_it_was_taken_stays_behind(db, tmp_path):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Spy camera <script>"
    found = accept(picture(exif=exif, comment=b"<?php evil"))
    assert (found["w"], found["h"]) == (675, 1200)
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*.webp"))
    for trace in (b"Spy", b"<?php", b"EXIF", b"Exif"):
        assert trace not in content


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (BytesIO(SVG), errors.PictureOfWrongKind),
        (BytesIO(b"<html><script>alert(1)</script>"), errors.PictureOfWrongKind),
        (BytesIO(b""), errors.PictureOfWrongKind),
        (BytesIO(b"GIF89a<script>alert(1)</script>"), Invalid),
        (BytesIO(b"\x00" * (rules.MOST_BYTES + 1)), errors.PictureTooLarge),
        (png_head(30_000, 30_000), errors.PictureTooWide),
        (png_head(30_000, 100), errors.PictureTooWide),
        (png_head(4_000_000, 4_000_000), errors.PictureTooWide),
        (png_head(600, 600), errors.PictureBroken),
        (picture((20, 600)), errors.PictureTooSmall),
        (BytesIO(picture().getvalue()[:900]), errors.PictureBroken),
        (picture(kind="BMP"), errors.PictureOfWrongKind),
        (picture(kind="TIFF"), errors.PictureOfWrongKind),
    ],
)
def test_what_is_no_honest_picture_is_refused_and_leaves_nothing(db, tmp_path, file, refusal):
    with pytest.raises(refusal) as found:
        accept(file)
    assert found.value.data["field"] == "picture"
    assert not Upload.objects.exists()
    assert not list(tmp_path.rglob("*"))


def test_a_polyglot_keeps_its_pixels_only(db, tmp_path):
    accept(BytesIO(picture().getvalue() + b"<script>alert(1)</script>" + SVG))
    assert all(b"script" not in path.read_bytes() for path in tmp_path.rglob("*.webp"))


def test_the_same_file_of_one_owner_is_kept_once(db):
    assert accept(picture()) == accept(picture())
    assert accept(picture(), owner="seller:2") != accept(picture())
    assert Upload.objects.count() == 2


def test_nobody_takes_anothers_picture_by_its_id(db):
    mine, theirs = accept(picture()), accept(picture((700, 700)), owner="seller:2")
    asked = [theirs["id"], "../../etc/passwd", mine["id"], mine["id"], ""]
    assert queries.pictures("seller:1", asked) == [mine]


def test_a_picture_is_served_for_ever_and_never_sniffed(db):
    found = accept(picture())
    answer = Client().get(queries.url(found, 600, "id"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_nothing_but_pictures_can_be_reached(db, tmp_path):
    (tmp_path.parent / "secret-key").write_text("s3cret")
    name = rules.file_name("id", accept(picture())["id"], 600)
    for path in (
        "../secret-key",
        "%2e%2e/secret-key",
        f"{name}/..",
        name.replace("600", "300"),
        name + "%00",
        "id/",
        "",
    ):
        assert Client().get(f"/media/{path}").status_code in (301, 400, 404, 422)


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.sampled_from(rules.SIZES))
def test_a_shape_is_kept_and_nothing_grows(w, h, side):
    new_w, new_h = rules.fit(w, h, side)
    assert 1 <= new_w <= min(w, side)
    assert 1 <= new_h <= min(h, side)
    assert abs(new_w * h - new_h * w) <= max(w, h) + max(new_w, new_h)


def test_files_lie_by_country_and_first_digits(db, tmp_path):
    found = accept(picture())
    assert {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*.webp")} == {
        ("id", found["id"][:2])
    }
    assert all(
        rules.FILE_NAME.fullmatch(str(path.relative_to(tmp_path))) for path in Path(tmp_path).rglob("*.webp")
    )
