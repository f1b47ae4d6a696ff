"""In which file formats customers come in and go out."""

from enum import StrEnum


class FileFormat(StrEnum):
    """A format is what the bytes of a file are, whatever its name says. XLSX stands for .xlsm too."""

    CSV = "CSV"
    XLS = "XLS"
    XLSX = "XLSX"
    ODS = "ODS"
