"""``huiying token`` as a process: a script's own secret, shown once, listed and ended."""

from tests.cli.test_login import Terminal, terminal

__all__ = ["terminal"]


async def make(terminal: Terminal, *more: str) -> tuple[str, str]:
    """Make a token that may ask who it is; return its secret and its id."""
    made = await terminal.run("token", "create", "值守大屏", "--allow", "me", *more)
    assert made.code == 0, made.err
    return made.out.strip(), made.err.rsplit(" ", 1)[1].strip()


async def signed_in_by(terminal: Terminal, secret: str, *arguments: str) -> tuple[int | None, str]:
    file = terminal.home / "script-secret"
    file.write_text(secret)
    file.chmod(0o600)
    ended = await terminal.run(*arguments, HUIYING_SECRET_FILE=str(file))
    return ended.code, ended.out + ended.err


async def test_a_token_is_shown_once_used_and_listed(terminal: Terminal) -> None:
    await terminal.log_in()
    assert (await terminal.run("token", "list")).out == "没有接口令牌。\n"
    secret, token_id = await make(terminal, "--days", "7")
    assert secret.startswith("hyt_")
    unused = (await terminal.run("token", "list")).out
    assert secret not in unused
    assert unused.startswith(token_id)
    assert unused.rstrip().endswith("从未使用  值守大屏  me")
    code, short = await signed_in_by(terminal, secret, "token")
    assert (code, short.count(".")) == (0, 2)
    assert "最近使用" in (await terminal.run("token", "list")).out


async def test_a_revoked_token_signs_in_no_more(terminal: Terminal) -> None:
    await terminal.log_in()
    secret, token_id = await make(terminal)
    ended = await terminal.run("token", "revoke", token_id)
    assert (ended.code, ended.out) == (0, "已收回接口令牌“值守大屏”。\n")
    code, said = await signed_in_by(terminal, secret, "token")
    assert (code, said.startswith("BAD_SECRET：")) == (1, True)
    assert "已收回" in (await terminal.run("token", "list")).out
    assert (await terminal.run("token", "revoke", token_id)).err.startswith("ALREADY_REVOKED：")


async def test_what_a_token_may_not_is_one_sentence(terminal: Terminal) -> None:
    await terminal.log_in()
    for operation, code in (("createUnit", "OPERATION_NOT_YOURS"), ("x1", "BAD_OPERATION")):
        refused = await terminal.run("token", "create", "脚本", "--allow", operation)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.startswith(f"{code}：")
    secret, _ = await make(terminal)
    code_, said = await signed_in_by(terminal, secret, "token", "create", "又一个", "--allow", "me")
    assert code_ == 1
    assert "又一个" not in said


async def test_the_help_says_what_each_does(terminal: Terminal) -> None:
    shown = (await terminal.run("token", "--help")).out
    assert all(word in shown for word in ("create", "list", "revoke", "接口令牌"))
    assert "只在标准输出显示这一次" in (await terminal.run("token", "create", "--help")).out
    assert (
        await terminal.run("token", "create", "脚本", "--allow", "me", "--days", "366")
    ).code == 2
