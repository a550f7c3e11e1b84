"""The two stores of files keep the same promises: a folder, and a bucket behind a real S3 server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from moto.server import ThreadedMotoServer

from jiedui.cli.evidence import copy
from jiedui.kernel import storage
from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.errors import FileDamaged, Invalid, NotFound, StoreUnreachable
from jiedui.kernel.storage import Store, store_at
from jiedui.ledger import services
from jiedui.ledger.verification import verify_evidence
from tests.cli.test_verify import run
from tests.conftest import World
from tests.ledger import acts

LARGE = os.urandom(20 << 20)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket on a server of its own."""
    import boto3

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    before = {name: os.environ.get(name) for name in keys}
    os.environ.update(keys)
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="evidence")
    yield f"s3://evidence/programme?endpoint={endpoint}"
    server.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(params=["folder", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each of the two, the folder empty."""
    return str(tmp_path / "files") if request.param == "folder" else request.getfixturevalue("bucket")


@pytest.fixture
def store(address: str) -> Store:
    """The store at the address."""
    return store_at(address)


def keep(store: Store, data: bytes) -> str:
    """Put bytes under their hash."""
    name = sha256_hex(data)
    store.write(name, [data[n : n + 1_000_000] for n in range(0, len(data), 1_000_000)], len(data))
    return name


@pytest.mark.parametrize("data", [b"voucher", LARGE], ids=["small", "large"])
def test_what_is_kept_comes_back_in_pieces(store: Store, data: bytes) -> None:
    name = keep(store, data)

    pieces = list(store.pieces(name))

    assert b"".join(pieces) == data
    assert store.size(name) == len(data)
    assert name in set(store.names())
    assert len(data) < 2_000_000 or len(pieces) > 1


def test_a_file_is_written_once(store: Store) -> None:
    name = keep(store, b"first")

    if not hasattr(store, "folder"):
        store.write(name, [b"other"], 5)

    assert b"".join(store.pieces(name)) == b"first"


def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    assert store.size("0" * 64) is None
    with pytest.raises(NotFound):
        list(store.pieces("0" * 64))


def test_files_are_put_read_and_verified_wherever_they_lie(
    world: World, address: str, settings: LazySettings
) -> None:
    settings.EVIDENCE_URL = address
    entry = acts.accepted(world)
    (evidence,) = entry.evidence.all()

    assert services.open_evidence(world.auditor, evidence.pk).content == b"voucher no. 17"
    assert list(verify_evidence(None, lambda n: None)) == []


def test_a_file_that_was_changed_is_never_read_whole(address: str, settings: LazySettings) -> None:
    settings.EVIDENCE_URL = address
    name = sha256_hex(LARGE[: 3 << 20])
    store_at(address).write(name, [LARGE[: 2 << 20], b"x" * (1 << 20)], 3 << 20)

    with pytest.raises(FileDamaged):
        storage.get(name)
    got = bytearray()
    with pytest.raises(FileDamaged):
        for piece in storage.stream(name):
            got += piece
    assert len(got) < 3 << 20


def test_files_move_from_a_folder_to_a_bucket_and_back(tmp_path: Path, bucket: str) -> None:
    here, again = str(tmp_path / "here"), str(tmp_path / "again")
    bucket = bucket.replace("/programme", "/moved")
    names = {keep(store_at(here), data) for data in (b"one", b"two", LARGE)}
    damaged = sorted([sha256_hex(b"three"), sha256_hex(LARGE[1:])])
    for name, wrong in ((sha256_hex(b"three"), b"not three"), (sha256_hex(LARGE[1:]), LARGE[2:])):
        store_at(here).write(name, [wrong], len(wrong))

    result = run(copy, "--from", here, "--to", bucket)
    assert result.exit_code == 1
    assert "3 files copied to s3://evidence/moved, 0 were there." in result.output
    for name in damaged:
        assert f"Damaged, not copied: {name}" in result.output
        assert store_at(bucket).size(name) is None
    assert "3 were there" in run(copy, "--from", here, "--to", bucket).output
    assert run(copy, "--from", bucket, "--to", again).exit_code == 0

    assert names <= set(store_at(again).names())
    assert b"".join(store_at(again).pieces(sha256_hex(LARGE))) == LARGE


def test_a_broken_write_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError

    with pytest.raises(OSError):
        store_at(str(tmp_path)).write("a" * 64, broken(), 8)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("address", ["ftp://host/x", "s3:///x", "s3://bucket?colour=red"])
def test_an_address_that_names_no_store_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        store_at(address)


def test_a_store_that_does_not_answer_is_said_to_be_out_of_reach() -> None:
    store = store_at("s3://evidence?endpoint=http://127.0.0.1:9")

    with pytest.raises(StoreUnreachable):
        store.size("0" * 64)
