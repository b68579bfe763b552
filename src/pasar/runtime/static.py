"""How collected files are kept: under a name with their hash, compressed where it pays."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

COMPRESSED = ("ui/", "seller/", "storefront/", "unfold/css/styles", "unfold/js/app")
"""What customers and sellers load, and the console's large ones: compressing all that the admin brings takes as long
as everything else at a first start, for files that hardly anybody asks for."""


class Files(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    keep_only_hashed_files = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([path for path in paths if path.startswith(COMPRESSED)])
