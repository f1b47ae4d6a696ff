"""Where a text of an .xls file goes on in the next record, no sign is cut in two.

BIFF8 keeps texts in records of at most 8,224 bytes, and a sign outside the basic plane, such as an emoji, as
two units of UTF-16. xlwt cuts between any two units; programs that read each record by itself, ours among
them, then find half a sign. xlwt is no longer developed (1.3.0, 2017): its table of texts is corrected here.
"""

import xlwt
from xlwt.BIFFRecords import SharedStringTable

_RECORD_BYTES = 0x2020
_HEAD_BYTES = 3  # the length and a flag, which may not stand apart from the first sign


def keep_pairs_whole(book: xlwt.Workbook) -> None:
    """Have a workbook that holds no text yet keep its texts in a table that cuts between signs."""
    book._Workbook__sst = _WholePairs("utf-8")


class _WholePairs(SharedStringTable):  # type: ignore[misc]  # the library has no types
    def _save_atom(self, atom: bytes) -> None:
        wide = len(atom) > _HEAD_BYTES and atom[2] == 1
        # The first sign comes with the head; if it is half of one, the other half must still fit behind it.
        needed = len(atom) + (2 if wide and _is_first_half(atom[-2:]) else 0)
        if _RECORD_BYTES - len(self._current_piece) < needed:
            self._new_piece()
        self._current_piece += atom

    def _save_splitted(self, text: bytes, is_unicode_str: bool) -> None:
        while True:
            size = min(_RECORD_BYTES - len(self._current_piece), len(text))
            if is_unicode_str and size < len(text):
                size &= ~1
                if size and _is_first_half(text[size - 2 : size]):
                    size -= 2
            self._current_piece += text[:size]
            text = text[size:]
            if not text:
                return
            self._new_piece()
            self._current_piece += b"\x01" if is_unicode_str else b"\x00"


def _is_first_half(unit: bytes) -> bool:
    return 0xD8 <= unit[1] <= 0xDB  # of two units in little-endian UTF-16
