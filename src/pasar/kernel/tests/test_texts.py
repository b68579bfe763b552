from pasar.kernel.texts import one_line, plain_text


def test_a_line_break_never_survives_in_one_line():
    for sign in ("\r\n", "\n", "\r", "\u2028", "\u2029", "\x0b", "\x00", "\x85"):
        assert one_line(f"Toko{sign}Bcc: all@example.com").splitlines() == [
            one_line(f"Toko{sign}Bcc: all@example.com")
        ]


def test_direction_marks_are_dropped_and_letters_of_every_script_kept():
    assert one_line("\u202eevil\u202c ร้านค้า Đồ Chơi") == "evil ร้านค้า Đồ Chơi"


def test_plain_text_keeps_paragraphs_and_cuts_to_length():
    assert plain_text("one\r\n\r\n\r\n\r\ntwo  three\n") == "one\n\ntwo three"
    assert len(plain_text("x" * 9_000, 5_000)) == 5_000
