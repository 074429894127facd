"""That nothing is read without a source, and that the page is what the figures give."""
import pytest

from families import figures, page
from families.__main__ import main

TOML = (figures.HERE / "figures.toml").read_text()


def read(tmp_path, text):
    (tmp_path / "figures.toml").write_text(text)
    return figures.read(tmp_path / "figures.toml")


def test_every_figure_has_a_source_with_an_address():
    book = figures.read()

    assert all(book.sources[f.source]["url"] for f in book.figures.values())
    assert all(set(t["from"]) <= set(book.sources) for t in book.traits)


def test_a_figure_without_a_source_is_refused(tmp_path):
    with pytest.raises(ValueError, match="source: 'hearsay' of figure 'a14b-720-h100'"):
        read(tmp_path, TOML.replace('source = "wan22"', 'source = "hearsay"', 1))


def test_how_sure_a_family_is_must_be_said_in_known_words(tmp_path):
    with pytest.raises(ValueError, match="sure: 'certain' of family 'wan-a14b'"):
        read(tmp_path, TOML.replace('sure = "good"', 'sure = "certain"', 1))


def test_the_page_is_up_to_date(capsys):
    assert main(["check"]) == 0, capsys.readouterr().err


def test_an_unknown_table_is_refused():
    with pytest.raises(ValueError, match="table: 'weather'"):
        page.filled(f"<!-- table: weather -->\n{page.END}", figures.read())


def test_a_table_is_written_between_its_marks_and_the_rest_is_left():
    text = f"before\n{page.begin('cold')}\nold\n{page.END}\nafter\n"

    written = page.filled(text, figures.read())

    assert written.startswith("before\n") and written.endswith("\nafter\n")
    assert "\nold\n" not in written and "| SVD-XT |" in written
    assert page.filled(written, figures.read()) == written


def test_your_own_numbers_can_be_shown(tmp_path, capsys):
    mine = tmp_path / "mine.toml"
    mine.write_text(TOML.replace("dollars_per_gpu_hour = 2.50", "dollars_per_gpu_hour = 5.00"))

    main(["show", "costs"])
    before = capsys.readouterr().out
    main(["--figures", str(mine), "show", "costs"])

    assert "| 734 / 639 |" in before
    assert "| 1,469 / 1,278 |" in capsys.readouterr().out
