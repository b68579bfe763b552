from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class MappingUnknown(Invalid):
    code = "mapping_unknown"  # data: name, known
    message = _(
        "There is no mapping %(name)s. There are: %(known)s. A TOML file of your own may be named too."
    )


class MappingBroken(Invalid):
    code = "mapping_broken"  # data: name, why
    message = _("The mapping %(name)s cannot be used: %(why)s")


class CountryNotInMapping(Invalid):
    code = "country_not_in_mapping"  # data: country, known
    message = _("The mapping has no rows for %(country)s; it has rows for %(known)s.")


class FileMissing(Invalid):
    code = "file_missing"  # data: path
    message = _("There is no file %(path)s.")


class FileTruncated(Invalid):
    code = "file_truncated"  # data: row
    message = _(
        "The file breaks off after row %(row)s: it was not copied whole. Get it again. Nothing was changed."
    )


class FileEncoding(Invalid):
    code = "file_encoding"  # data: row, encoding
    message = _(
        "What follows row %(row)s is not %(encoding)s text. Save the file as %(encoding)s and try again. "
        "Nothing was changed."
    )


class FileMalformed(Invalid):
    code = "file_malformed"  # data: row, why
    message = _("The file cannot be read behind row %(row)s: %(why)s. Nothing was changed.")


class ColumnsMissing(Invalid):
    code = "columns_missing"  # data: columns
    message = _("The file lacks columns that the mapping names: %(columns)s. Nothing was changed.")


class FileEmpty(Invalid):
    code = "file_empty"
    message = _("There is no row in the file.")


class RunElsewhere(Conflict):
    code = "run_elsewhere"
    message = _("Another process is bringing in the same file.")
