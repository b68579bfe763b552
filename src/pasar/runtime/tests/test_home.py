import fcntl

import pytest

from pasar.runtime.home import Home, HomeError


def test_a_new_folder_becomes_a_market_and_stays_one(tmp_path):
    home = Home(tmp_path / "with a space" / "market")
    home.open()
    home.open()
    assert home.exists
    assert (home / "version").read_text() == "1\n"


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("important")
    with pytest.raises(HomeError, match="not a market's"):
        Home(tmp_path).open()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("version", "advice"), [("2\n", "newer Pasar"), ("0\n", "restore"), ("soon", "restore")]
)
def test_a_folder_of_another_version_is_refused_with_advice(tmp_path, version, advice):
    (tmp_path / "version").write_text(version)
    with pytest.raises(HomeError, match=advice):
        Home(tmp_path).open()


def test_a_folder_in_use_says_where_its_market_is(tmp_path):
    home = Home(tmp_path / "market")
    home.open()
    home.note_processes({"address": "http://127.0.0.1:8123"})
    with (home / "lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert home.in_use()
        with pytest.raises(HomeError, match=r"http://127\.0\.0\.1:8123"), home.locked():
            pass


def test_a_lock_that_a_crash_left_holds_nobody_up(tmp_path):
    home = Home(tmp_path / "market")
    home.open()
    (home / "lock").write_text("4711")
    home.note_processes({"address": "http://127.0.0.1:8123"})
    assert not home.in_use()
    with home.locked():
        assert home.in_use()


def test_state_is_added_to_and_survives_a_broken_file(tmp_path):
    home = Home(tmp_path / "market")
    home.open()
    home.note(migrations="a")
    home.note(demo="done")
    assert home.state() == {"migrations": "a", "demo": "done"}
    (home / "state.json").write_text('{"migr')
    assert home.state() == {}
