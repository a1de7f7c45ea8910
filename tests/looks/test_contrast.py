"""The contrast script passes the tokens as they are and fails broken ones."""

from __future__ import annotations

import pytest

from deploy import contrast

CSS = contrast.TOKENS.read_text("utf-8")


def test_every_pair_of_the_tokens_reaches_its_target():
    assert [each.use for each in contrast.readings(CSS) if not each.passes] == []


def test_black_on_white_is_21_to_1_and_white_on_white_is_1():
    assert contrast.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast.contrast("#FFFFFF", "#FFFFFF") == 1


def test_a_grey_known_to_just_pass_and_one_known_to_just_fail_do_so():
    assert (
        contrast.contrast("#767676", "#FFFFFF")
        > 4.5
        > contrast.contrast("#777777", "#FFFFFF")
    )


@pytest.mark.parametrize(
    ("good", "faint"),
    [("#414F47", "#9AA79F"), ("#B2C2B8", "#55635A")],
    ids=["light", "dark"],
)
def test_a_hint_colour_that_is_too_faint_fails(tmp_path, capsys, good, faint):
    broken = tmp_path / "tokens.css"
    broken.write_text(CSS.replace(good, faint), "utf-8")

    assert contrast.main([str(broken)]) == 1
    assert "hint on page" in capsys.readouterr().out


def test_the_tokens_as_they_are_exit_with_0(capsys):
    assert contrast.main([]) == 0
    assert "39 pairs, 0 too faint" in capsys.readouterr().out


def test_light_values_that_differ_between_the_two_lists_are_refused():
    with pytest.raises(contrast.TokensUnclear, match="text"):
        contrast.readings(CSS.replace("--text: #13221C", "--text: #000000"))


def test_a_missing_token_is_refused():
    with pytest.raises(contrast.TokensUnclear, match="halo"):
        contrast.readings(CSS.replace("--halo", "--other"))
