"""What the terminal shows when a command can't go on."""

import errno

import pytest

from deploy.plain_errors import PlainError, run_plainly


def failing(error):
    def work():
        raise error

    return work


def test_a_command_that_works_ends_with_its_own_code():
    assert run_plainly(lambda: None) == 0
    assert run_plainly(lambda: 3) == 3


def test_a_plain_error_is_one_sentence_on_stderr_and_nothing_else(capsys):
    assert run_plainly(failing(PlainError("The key is missing."))) == 1
    assert capsys.readouterr() == ("", "The key is missing.\n")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full. Free some space, then start again.\n"),
        (errno.EDQUOT, "The disk is full. Free some space, then start again.\n"),
        (errno.EROFS, "The disk is read-only, so var/x can't be written.\n"),
        (errno.EACCES, "You have no permission for var/x. Check who owns it.\n"),
        (errno.EISDIR, "The system refused var/x: why.\n"),
    ],
)
def test_what_the_system_refuses_is_a_sentence_too(number, sentence, capsys):
    assert run_plainly(failing(OSError(number, "why", "var/x"))) == 1
    assert capsys.readouterr().err == sentence


def test_ctrl_c_leaves_no_traceback(capsys):
    assert run_plainly(failing(KeyboardInterrupt())) == 1
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_mistake_of_the_program_itself_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        run_plainly(lambda: 1 // 0)
