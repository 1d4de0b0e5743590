"""The session and the token: where they come from, how they are kept, and that nobody else gets to read them."""

import os
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.core
import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from pleio.accounts.conftest import Done, Rso
from pleio.accounts.region_beside_a_site import Region
from rso_core.events import PlatformChoice
from rso_pleio.client import PleioClient
from rso_pleio.credentials import keep, profile_sync_token, session_of
from rso_pleio.errors import NotPleioError, PleioError, SetupError
from rso_pleio.settings import read_settings

IN_A_FILE = 'session_file = "geheim/pleio.session"'
TOKEN = "tok-geheim-van-de-site"
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class InMemory(keyring.backend.KeyringBackend):
    """A keyring for one test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> InMemory:
    """No test looks in the keyring of the machine."""
    own = InMemory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", own)
    return own


@pytest.fixture
def file(region: Region) -> Path:
    """Where the settings keep the session."""
    path = region.folder / "geheim" / "pleio.session"
    path.parent.mkdir()
    return path


def put(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


def test_a_session_comes_from_the_environment_before_a_file_before_the_keyring(
    region: Region, rso: Rso, file: Path, ring: InMemory
) -> None:
    ring.kept["rso-pleio", region.site.url] = region.session
    put(file, "van-een-ander\n")
    assert "ingelogd" in rso("pleio", "doctor", settings=IN_A_FILE).out
    assert rso("pleio", "doctor", settings=IN_A_FILE, session=None).code == 7
    put(file, f"{region.session}\n")
    assert "ingelogd" in rso("pleio", "doctor", settings=IN_A_FILE, session=None).out
    assert "ingelogd" in rso("pleio", "doctor", session=None).out


@POSIX
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_session_that_others_may_read_is_refused_with_what_mends_it(
    region: Region, rso: Rso, file: Path, mode: int
) -> None:
    put(file, region.session, mode)
    requests = region.site.traffic.requests
    done = rso("pleio", "doctor", settings=IN_A_FILE, session=None)
    assert done.code == 7
    assert f"can be read by others (mode {mode:04o}); run: chmod 600 {file}" in done.err
    assert region.session not in done.said
    assert region.site.traffic.requests == requests


def test_a_session_file_without_a_session_says_how_to_get_one(region: Region, rso: Rso, file: Path) -> None:
    put(file, "\n")
    assert "is empty; 'rso pleio login' writes it" in rso("pleio", "plan", settings=IN_A_FILE, session=None).err
    file.unlink()
    file.mkdir()
    assert "cannot be read" in rso("pleio", "plan", settings=IN_A_FILE, session=None).err


def test_without_any_session_the_command_says_where_it_comes_from(region: Region, rso: Rso) -> None:
    done = rso("pleio", "plan", session=None)
    assert done.code == 7
    assert "the session is missing" in done.err
    assert "rso pleio login" in done.err
    assert region.site.traffic.requests == 0


@POSIX
def test_login_keeps_the_session_for_us_alone_and_the_next_command_uses_it(
    region: Region, rso: Rso, file: Path
) -> None:
    file.parent.rmdir()
    done = rso("pleio", "login", typed=f"{region.session}\n", settings=IN_A_FILE, session=None)
    assert (done.code, done.err) == (0, "")
    assert "Logged in as Dienstaccount (ordinary user)" in done.out
    assert (file.read_text().strip(), mode_of(file)) == (region.session, 0o600)
    assert region.session not in done.said
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert "ingelogd" in rso("pleio", "doctor", settings=IN_A_FILE, session=None).out


@POSIX
def test_login_again_closes_a_file_that_others_could_read(region: Region, rso: Rso, file: Path) -> None:
    put(file, "oud", 0o644)
    assert rso("pleio", "login", typed=region.session, settings=IN_A_FILE, session=None).code == 0
    assert (file.read_text().strip(), mode_of(file)) == (region.session, 0o600)


def test_login_takes_the_value_with_the_name_of_the_cookie_too(region: Region, rso: Rso, file: Path) -> None:
    rso("pleio", "login", typed=f"sessionid={region.session}", settings=IN_A_FILE, session=None)
    assert file.read_text().strip() == region.session


def test_a_session_that_the_site_does_not_know_is_not_kept(region: Region, rso: Rso, file: Path) -> None:
    put(file, "de-vorige")
    done = rso("pleio", "login", typed="bestaat-niet-deze", settings=IN_A_FILE, session=None)
    assert done.code == 7
    assert "the session on the Pleio site is not valid" in done.err
    assert "bestaat-niet-deze" not in done.said
    assert file.read_text() == "de-vorige"


@pytest.mark.parametrize("typed", ["", "  \n", "twee woorden", "a=1; sessionid=x", "een,twee"])
def test_what_is_no_value_of_a_cookie_is_refused_before_the_site_is_asked(
    region: Region, rso: Rso, file: Path, typed: str
) -> None:
    done = rso("pleio", "login", typed=typed, settings=IN_A_FILE, session=None)
    assert (done.code, "that is no value of a cookie" in done.err) == (7, True)
    assert (file.exists(), region.site.traffic.requests) == (False, 0)


def test_a_session_is_not_kept_when_the_site_does_not_answer(region: Region, rso: Rso, file: Path) -> None:
    region.site.traffic.before = lambda _: HTMLResponse("<html>", 403)
    assert rso("pleio", "login", typed=region.session, settings=IN_A_FILE, session=None).code == 7
    assert not file.exists()


def test_login_keeps_the_session_in_the_keyring_where_no_file_is_named(
    region: Region, rso: Rso, ring: InMemory
) -> None:
    done = rso("pleio", "login", typed=region.session, session=None)
    assert (done.code, "kept in the keyring" in done.out) == (0, True)
    assert ring.kept == {("rso-pleio", region.site.url): region.session}
    assert "ingelogd" in rso("pleio", "doctor", session=None).out


def test_a_session_in_the_keyring_is_found_however_the_address_is_written(region: Region, rso: Rso) -> None:
    settings = f'url = "{region.site.url}/"'
    assert rso("pleio", "login", typed=region.session, session=None, settings=settings).code == 0
    assert "ingelogd" in rso("pleio", "doctor", session=None, settings=settings).out


def test_without_a_usable_keyring_the_command_names_a_file_as_the_way_out(
    region: Region, rso: Rso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    done = rso("pleio", "login", typed=region.session, session=None)
    assert done.code == 7
    assert 'session_file = "pleio.session"' in done.err
    assert region.session not in done.said
    assert "the session is missing" in rso("pleio", "doctor", session=None).err


@POSIX
def test_a_token_is_read_from_the_environment_or_a_file_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "token"
    assert profile_sync_token(None, {}) is None
    assert profile_sync_token(path, {"RSO_PLEIO_PROFILE_SYNC_TOKEN": f" {TOKEN}\n"}) == TOKEN
    put(path, f"{TOKEN}\n")
    assert profile_sync_token(path, {}) == TOKEN
    path.chmod(0o644)
    with pytest.raises(SetupError, match="chmod 600") as raised:
        profile_sync_token(path, {})
    assert TOKEN not in str(raised.value)


def test_a_missing_token_file_is_not_blamed_on_login(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as raised:
        profile_sync_token(tmp_path / "token", {})
    assert "rso pleio login" not in str(raised.value)


def test_a_file_that_cannot_be_written_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pleio.session"
    put(path, "de-vorige")

    def full(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        keep("https://x.example", "nieuw", path)
    assert path.read_text() == "de-vorige"


def secrets_of(region: Region) -> list[str]:
    return [region.session, TOKEN]


def left_behind(region: Region) -> bytes:
    """Everything that the commands wrote in the folder of the record."""
    kept = (p for p in region.folder.rglob("*") if p.is_file() and "geheim" not in p.parts)
    return b"".join(path.read_bytes() for path in kept)


def test_no_secret_stands_in_what_commands_print_or_keep(region: Region, rso: Rso) -> None:
    region.site.state.profile_sync_token = TOKEN
    region.choose(PlatformChoice.ADD)
    region.prepare()
    commands = [
        ("doctor",),
        ("doctor", "--json"),
        ("adopt", "Groep van het overleg", "overleg"),
        ("plan", "--out", "plan.json"),
        ("plan", "--json"),
        ("apply", "plan.json"),
        ("apply", "--json"),
        ("recover",),
        ("status",),
        ("status", "--json"),
        ("login", "--help"),
    ]
    said = "".join(rso("pleio", *command, token=TOKEN).said for command in commands)
    assert "ingelogd" in said
    assert region.roles() == {"p-1": "admin", "p-2": "member", "p-3": "member"}
    kept = left_behind(region)
    assert (b"rso_pleio_ledger" in kept, (region.folder / "plan.json").exists()) == (True, True)
    for secret in secrets_of(region):
        assert secret not in said
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: HTMLResponse("<html>", 401),
        lambda _: HTMLResponse("<html>", 403),
        lambda _: PlainTextResponse("", 404),
        lambda _: Response("", 301, headers={"Location": "https://elders.example/"}),
    ],
    ids=["expired", "forbidden", "nothing there", "moved"],
)
def test_no_secret_stands_in_an_error_or_its_traceback(
    region: Region, rso: Rso, monkeypatch: pytest.MonkeyPatch, answer: Callable[[Any], Response]
) -> None:
    region.site.traffic.before = answer
    done = rso("pleio", "plan", token=TOKEN)
    assert (done.code, "Traceback" in done.said) == (7, False)
    monkeypatch.setenv("RSO_DEBUG", "1")
    with pytest.raises(PleioError) as raised:
        rso("pleio", "plan", token=TOKEN)
    printed = "".join(traceback.format_exception(raised.value)) + done.said
    for secret in secrets_of(region):
        assert secret not in printed


def test_no_secret_stands_in_the_text_of_what_holds_it(region: Region) -> None:
    region.token = TOKEN
    with region.sync() as sync:
        shown = repr(sync) + repr(sync.client) + repr(sync.accounts) + repr(sync.client._transport)
    for secret in secrets_of(region):
        assert secret not in shown


BROKEN = "eerste-helft\ntweede-helft"


def test_a_session_that_is_no_value_of_a_cookie_is_refused_without_being_shown(
    region: Region, rso: Rso, file: Path
) -> None:
    # Somebody pasted two lines into the file.
    put(file, BROKEN)
    done = rso("pleio", "plan", settings=IN_A_FILE, session=None)
    assert "eerste-helft" not in done.said
    assert done.code == 7


def test_login_refuses_a_value_that_no_cookie_can_have(region: Region, rso: Rso, file: Path) -> None:
    done = rso("pleio", "login", typed="“aangehaald”", settings=IN_A_FILE, session=None)
    assert done.code == 7


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads the list of processes of Linux")
def test_no_secret_stands_in_the_list_of_processes(region: Region) -> None:
    region.adopt(region.prepare())
    toml = f'[store]\nurl = "sqlite:///rso.db"\n[pleio]\nurl = "{region.site.url}"\nrequests_per_second = 0\n'
    (region.folder / "rso.toml").write_text(toml)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RSO_")}
    log = region.folder / "watch.log"
    with log.open("wb") as out:
        watching = subprocess.Popen(
            [sys.executable, "-c", "from rso_core.cli import main; main()", "pleio", "watch", "--every", "0.2"],
            cwd=region.folder,
            env={**clean, "RSO_PLEIO_SESSION": region.session, "RSO_PLEIO_PROFILE_SYNC_TOKEN": TOKEN},
            stdout=out,
            stderr=out,
        )
    try:
        end = time.monotonic() + 50
        while '"in_step"' not in log.read_text() and watching.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        arguments = Path(f"/proc/{watching.pid}/cmdline").read_text()
        listed = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=False).stdout
    finally:
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(timeout=30) == 0
    assert "watch" in arguments
    for secret in secrets_of(region):
        assert secret not in arguments + listed + log.read_text()


def settings_error(section: dict[str, Any], environment: dict[str, str] | None = None) -> str:
    with pytest.raises(SetupError) as raised:
        read_settings(section, Path("/x"), environment or {})
    return str(raised.value)


GOOD = {"url": "https://samenwerken.example.nl"}


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({}, "the address of the site is missing; set RSO_PLEIO_URL"),
        ({"url": ""}, "the address of the site is missing"),
        ({**GOOD, "sesion_file": "x"}, "unknown setting 'sesion_file' in [pleio]; known are: url, session_file"),
        ({**GOOD, "session": "x"}, "unknown setting 'session'"),
        ({"url": 5}, "'url' in [pleio] is 5, which is not of the right kind"),
        ({**GOOD, "session_file": 5}, "'session_file' in [pleio] is 5"),
        ({**GOOD, "group_admin_roles": "voorzitter*"}, "'group_admin_roles' in [pleio] is 'voorzitter*'"),
        ({**GOOD, "group_admin_roles": [5]}, "group_admin_roles in [pleio] must be a list of texts"),
        ({**GOOD, "drift": "report"}, "'drift' in [pleio] is 'report'"),
        ({**GOOD, "parallel": True}, "'parallel' in [pleio] is True"),
        ({**GOOD, "parallel": 1.5}, "'parallel' in [pleio] is 1.5"),
        ({**GOOD, "parallel": 0}, "give a number from 1 to 10"),
        ({**GOOD, "parallel": 11}, "give a number from 1 to 10"),
        ({**GOOD, "safe_share": 30}, "give a share between 0 and 1"),
        ({**GOOD, "requests_per_second": -1}, "or 0 for no limit"),
        ({**GOOD, "quiet_from": 0}, "must be 1 or more"),
        ({**GOOD, "drift": {"event": "revert"}}, "event = 'revert' in [pleio.drift]; choose one of: report, restore"),
        ({**GOOD, "drift": {"event": 5}}, "event = 5 in [pleio.drift]"),
        ({**GOOD, "drift": {"page": "report"}}, "unknown kind 'page' in [pleio.drift]; known are: group, member"),
    ],
)
def test_a_setting_that_is_not_right_is_told_with_what_is(section: dict[str, Any], said: str) -> None:
    assert said in settings_error(section)


@pytest.mark.parametrize(
    ("section", "number"),
    [
        ({"sesion_file": "x", "paralel": 3, "parallel": "drie"}, 4),
        ({**GOOD, "parallel": 0, "safe_share": 2, "drift": {"page": "report", "event": "revert"}}, 4),
    ],
    ids=["what is known and of which kind", "what its value may be"],
)
def test_several_problems_are_told_at_once(section: dict[str, Any], number: int) -> None:
    assert len(settings_error(section).splitlines()) == number


def test_wrong_names_and_wrong_values_are_told_at_once() -> None:
    assert len(settings_error({**GOOD, "paralel": 3, "drift": {"event": "revert"}}).splitlines()) == 2


def test_settings_that_are_right_are_read_and_paths_taken_from_beside_the_file(tmp_path: Path) -> None:
    section = {**GOOD, "session_file": "s", "profile_sync_token_file": "t", "drift": {"member": "restore"}}
    read = read_settings(section, tmp_path, {"RSO_PLEIO_URL": "https://ander.example.nl"})
    assert read.url == "https://ander.example.nl"
    assert (read.session_file, read.token_file, read.documents) == (tmp_path / "s", tmp_path / "t", None)
    assert read.choices().policies == {"member": "restore"}


def test_wrong_settings_end_a_command_with_seven_before_the_site_is_asked(region: Region, rso: Rso) -> None:
    done = rso("pleio", "plan", settings='paralel = 3\nsession_file = 5\n[pleio.drift]\nevent = "restore"')
    assert done.code == 7
    assert "unknown setting 'paralel'" in done.err
    assert "'session_file' in [pleio] is 5" in done.err
    assert region.site.traffic.requests == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://samenwerken.example.nl",
        "http://127.0.0.1.example.nl",
        "http://localhost.example.nl",
        "http://10.0.0.1",
        "samenwerken.example.nl",
        "ftp://samenwerken.example.nl",
        "https://naam:woord@samenwerken.example.nl",
    ],
)
def test_a_session_goes_to_no_address_where_others_could_read_it(url: str) -> None:
    with pytest.raises(NotPleioError) as raised:
        PleioClient(url, "geheime-sessie")
    assert "geheime-sessie" not in str(raised.value)


@pytest.mark.parametrize("command", ["plan", "login", "status"])
def test_the_commands_refuse_an_address_that_is_not_encrypted(
    region: Region, rso: Rso, file: Path, command: str
) -> None:
    settings = f'url = "http://samenwerken.example.nl"\n{IN_A_FILE}'
    done: Done = rso("pleio", command, typed=region.session, settings=settings)
    assert done.code == 7
    assert "is not encrypted" in done.err
    assert region.session not in done.said
    assert not file.exists()


def test_the_environment_of_a_program_can_be_given_in_place_of_ones_own(tmp_path: Path) -> None:
    assert session_of("https://x.example", None, {"RSO_PLEIO_SESSION": " s \n"}) == "s"
    with pytest.raises(SetupError, match="the session is missing"):
        session_of("https://x.example", tmp_path / "geen", {"RSO_PLEIO_SESSION": " "})
