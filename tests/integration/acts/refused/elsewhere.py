"""What is refused before, beside and behind the door: requests, files, and an installation that cannot answer.

    @asked("sign-the-request")
    def a_file_from_nobody(world: World) -> Told: ...

The function's name is the sentence; it returns the answer, or the refusal where no request can bring it about.
"""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256, sha512
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db.utils import DataError, OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import get_language
from ninja.errors import HttpError

from tests.world import World, key_of
from wasl.acts import blobs, clock, journal, perform, refusals
from wasl.acts.models import Blob
from wasl.acts.readers import content_digest, signed_headers
from wasl.acts.refusals import Refused
from wasl.api import limits
from wasl.api.router import api
from wasl.members.acts import RegisterOfficer
from wasl.record.encoding import encode
from wasl.web import errors

Told = Refused | HttpResponse
Ask = Callable[[World], Told]

ACTS, BLOBS = "/api/v1/acts", "/api/v1/blobs?kind=photograph"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
API = RequestFactory().get("/api/v1/nowhere")


@dataclass(frozen=True)
class Elsewhere:
    """One way to be refused otherwise than by the rules for an act."""

    name: str
    code: str
    ask: Ask


ELSEWHERE: list[Elsewhere] = []


def asked(code: str) -> Callable[[Ask], Ask]:
    """Add a case."""

    def add(ask: Ask) -> Ask:
        ELSEWHERE.append(Elsewhere(ask.__name__.replace("_", " "), code, ask))
        return ask

    return add


def _ask(method: str, path: str, content: bytes = b"", media: str = "application/json", **headers: str) -> Any:
    """One request in the language active now."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client = Client(headers={"Accept-Language": get_language() or "en"}, raise_request_exception=False)
    return client.generic(method, path, content, media, headers=named)


def _upload(content: bytes, path: str = BLOBS, stated: str = "") -> Told:
    """A file from a bureau, with its digest unless another is stated."""
    told = {"Content-Digest": stated or content_digest(content)}
    headers = signed_headers(bytes(key_of("MA")), "POST", f"http://testserver{path}", told)
    return _ask("POST", path, content, "image/png", **headers)


def _failed(error: BaseException) -> Refused:
    return journal.not_written(error)


@asked("bad-json")
def a_body_that_is_no_json(world: World) -> Told:
    return _ask("POST", ACTS, b"{")


@asked("wrong-media-type")
def an_act_sent_as_text(world: World) -> Told:
    return _ask("POST", ACTS, b"{}", "text/plain")


@asked("too-large")
def a_request_of_ten_megabytes(world: World) -> Told:
    return _ask("POST", ACTS, b" " * 10_000_000)


@asked("batch-too-large")
def a_batch_over_1024_acts(world: World) -> Told:
    return _ask("POST", ACTS, b"[" + b",".join([b"{}"] * 1025) + b"]")


@asked("wrong-method")
def a_method_that_nothing_answers_to(world: World) -> Told:
    return _ask("DELETE", ACTS)


@asked("invalid-request")
def an_entry_without_a_number(world: World) -> Told:
    return _ask("GET", f"{ACTS}/first")


@asked("invalid-request")
def an_entry_of_five_thousand_digits(world: World) -> Told:
    return _ask("GET", f"{ACTS}/{'9' * 5000}")


@asked("invalid-request")
def a_digest_that_is_none(world: World) -> Told:
    return _ask("GET", f"{ACTS}/0/blobs/{'g' * 64}")


@asked("invalid-request")
def a_page_of_no_entries_and_of_a_kind_in_capitals(world: World) -> Told:
    return _ask("GET", "/api/v1/record/entries?limit=0&kind=ACTS")


@asked("invalid-request")
def a_page_of_ten_thousand_entries(world: World) -> Told:
    return _ask("GET", "/api/v1/record/entries?limit=10000")


@asked("invalid-request")
def a_record_compared_with_nothing(world: World) -> Told:
    return _ask("GET", "/api/v1/record/consistency")


@asked("invalid-request")
def members_of_no_region_in_no_order(world: World) -> Told:
    return _ask("GET", "/api/v1/members?region=atlantis&order=size")


@asked("invalid-request")
def members_with_a_name_of_a_thousand_letters(world: World) -> Told:
    return _ask("GET", f"/api/v1/members?q={'n' * 1000}")


@asked("not-there")
def an_act_that_nobody_said(world: World) -> Told:
    return _ask("GET", f"{ACTS}/999")


@asked("not-there")
def a_proof_of_an_entry_that_is_not_there(world: World) -> Told:
    return _ask("GET", "/api/v1/record/proof/999")


@asked("not-there")
def a_record_longer_than_it_is(world: World) -> Told:
    return _ask("GET", "/api/v1/record/consistency?old=999")


@asked("not-there")
def a_member_that_is_none(world: World) -> Told:
    return _ask("GET", "/api/v1/members/XX")


@asked("not-there")
def a_partner_that_is_none(world: World) -> Told:
    return _ask("GET", "/api/v1/partners/nobody")


@asked("not-there")
def an_agreement_that_is_none(world: World) -> Told:
    return _ask("GET", "/api/v1/agreements/999")


@asked("not-found")
def an_address_where_nothing_is(world: World) -> Told:
    return _ask("GET", "/api/v1/nowhere")


@asked("bad-request-signature")
def a_request_with_a_signature_that_is_none(world: World) -> Told:
    return _ask("GET", f"{ACTS}/0", Signature_Input="wasl=()", Signature="wasl=:AAAA:")


@asked("sign-the-request")
def a_file_from_nobody(world: World) -> Told:
    return _ask("POST", BLOBS, PNG, "image/png")


@asked("wrong-digest")
def a_file_with_another_kind_of_digest(world: World) -> Told:
    return _upload(PNG, stated=f"sha-512=:{encode(sha512(PNG).digest())}:")


@asked("wrong-digest")
def a_file_with_the_digest_of_another(world: World) -> Told:
    return _upload(PNG, stated=content_digest(b"another"))


@asked("unknown-blob-kind")
def a_file_of_a_kind_that_is_not_kept(world: World) -> Told:
    return _upload(PNG, "/api/v1/blobs?kind=map")


@asked("wrong-media-type")
def a_photograph_that_is_a_text(world: World) -> Told:
    return _upload(b"a text, and no photograph")


@asked("too-large")
def a_photograph_of_nine_megabytes(world: World) -> Told:
    return _upload(PNG + bytes(9_000_000))


@asked("blob-quota")
def a_file_beyond_what_no_act_names(world: World) -> Told:
    with override_settings(WASL_HOME=replace(settings.WASL_HOME, blob_quota=1)):
        return _upload(PNG + bytes(2**20))


@asked("blob-total")
def a_file_beyond_what_one_member_may_have(world: World) -> Told:
    with override_settings(WASL_HOME=replace(settings.WASL_HOME, blob_total=1)):
        return _upload(PNG + bytes(2**20))


@asked("too-many-uploads")
def a_file_beside_eight_that_arrive(world: World) -> Told:
    with ExitStack() as others:
        for _ in range(blobs.AT_ONCE):
            others.enter_context(blobs._one_of_few("MA"))
        return _upload(PNG)


@asked("storage-full")
def a_file_when_the_disk_is_nearly_full(world: World) -> Told:
    with override_settings(WASL_HOME=replace(settings.WASL_HOME, disk_floor=2**40)):
        return _upload(PNG)


def _photographed(world: World) -> int:
    """An officer with a photograph; the entry."""
    assert _upload(PNG).status_code == 201  # type: ignore[union-attr]
    return world.perform(RegisterOfficer(name="SPECIMEN", photograph=sha256(PNG).hexdigest()), by="MA").index


def _photograph(path: str, **headers: str) -> Told:
    signed = signed_headers(bytes(key_of("MA")), "GET", f"http://testserver{path}")
    return _ask("GET", path, **signed, **headers)


@asked("not-there")
def a_file_that_the_act_does_not_name(world: World) -> Told:
    return _photograph(f"{ACTS}/{_photographed(world)}/blobs/{'0' * 64}")


@asked("file-missing")
def a_file_that_another_server_keeps(world: World) -> Told:
    path = f"{ACTS}/{_photographed(world)}/blobs/{sha256(PNG).hexdigest()}"
    blobs._files().delete(blobs.file_name(Blob.objects.get(party="MA")))
    return _photograph(path)


@asked("bad-range")
def a_range_beyond_the_file(world: World) -> Told:
    path = f"{ACTS}/{_photographed(world)}/blobs/{sha256(PNG).hexdigest()}"
    return _photograph(path, Range="bytes=9999-")


@asked("clock-wrong")
def an_act_under_a_clock_that_cannot_be_right(world: World) -> Told:
    """The machine's own is long after, or before, this world's."""
    world.now = clock.now() + timedelta(days=99)
    world.register_officer("FR")
    try:
        perform.perform(world.signed(RegisterOfficer(name="SPECIMEN"), "MA"))
    except Refused as refusal:
        return refusal
    message = "the clock was believed"
    raise AssertionError(message)


@asked("busy")
def a_door_that_is_not_reached_in_time(world: World) -> Told:
    return refusals.busy()


@asked("busy")
def a_request_beside_too_many_others(world: World) -> Told:
    return limits.too_many()


@asked("too-slow")
def a_body_that_does_not_come_in_time(world: World) -> Told:
    return limits.too_slow()


@asked("storage-full")
def a_database_on_a_full_disk(world: World) -> Told:
    return _failed(OSError(errno.ENOSPC, "no space left"))


@asked("storage-failed")
def a_database_that_cannot_write(world: World) -> Told:
    return _failed(psycopg.errors.IoError())


@asked("database-unreachable")
def a_database_that_does_not_answer(world: World) -> Told:
    return api.on_exception(API, OperationalError("gone"))


@asked("busy")
def a_database_where_others_write(world: World) -> Told:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return _failed(error)


@asked("too-large")
def a_form_over_the_limit(world: World) -> Told:
    return api.on_exception(API, RequestDataTooBig())


@asked("not-there")
def an_address_of_the_api_where_nothing_is(world: World) -> Told:
    return api.on_exception(API, Http404())


@asked("bad-request")
def a_request_that_the_api_cannot_read(world: World) -> Told:
    return api.on_exception(API, HttpError(400, "Cannot parse request body"))


@asked("bad-request")
def a_text_that_no_database_can_hold(world: World) -> Told:
    return errors.bad_request(API, DataError())


@asked("forbidden")
def what_is_not_open_to_the_reader(world: World) -> Told:
    return errors.forbidden(API, PermissionDenied())


@asked("internal-error")
def a_fault_of_our_own(world: World) -> Told:
    return errors.server_error(API)
