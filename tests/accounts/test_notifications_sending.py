"""E-mails meet a real mail server: it is busy, refuses, cuts the line, or is away."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import notifications
from accounts.models import Mail, Notification, User
from accounts.notifications import sending
from accounts.notifications.sending import ServerDown, give_up, send_due
from tests.accounts.notifying import SMTP, PostOffice, at_once, free_port, people, tell

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


@pytest.fixture
def post(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    office.controller.start()
    settings.MAIL_ON = True
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_TIMEOUT = 5
    yield office
    if office.controller.server is not None:
        office.controller.stop()


def row_of(person: User) -> Notification:
    return Notification.objects.get(user=person)


def wait(pause: datetime.timedelta) -> None:
    """Lets what waits for another try have waited this long."""
    for row in Notification.objects.filter(mail=Mail.WAITING):
        row.next_try_at -= pause
        row.save()


def test_it_arrives_once_and_as_it_was_meant(post: PostOffice) -> None:
    (person,) = people(1, "Lea")
    User.objects.update(name="Léa Moreau")
    tell(person, title="Réserver un voyage — « Bahn »", excerpt="+ 30 €")
    assert send_due() == 1
    assert send_due() == 0
    (message,) = post.received
    assert (
        message["Subject"].strip().startswith("[Imprimatur] Réserver un voyage — « Bahn »: waiting")
    )
    assert message["To"].addresses[0].display_name == "Léa Moreau"
    assert "+ 30 €" in message.get_body(("plain",)).get_content()
    assert "30 €" in message.get_body(("html",)).get_content()
    assert row_of(person).mail == Mail.SENT


def test_a_server_that_is_busy_is_asked_again_after_growing_pauses(post: PostOffice) -> None:
    (person,) = people(1)
    post.rcpt = lambda address: "451 come back later"
    tell(person)
    for tried, pause in enumerate(sending.PAUSES, start=1):
        assert send_due() == 0
        row = row_of(person)
        assert (row.mail, row.tries) == (Mail.WAITING, tried)
        assert abs(row.next_try_at - timezone.now() - pause) < MINUTE / 2
        wait(pause - MINUTE / 2)
        assert send_due() == 0
        assert row_of(person).tries == tried  # not yet
        wait(MINUTE / 2)
    assert send_due() == 0
    row = row_of(person)
    assert (row.mail, row.tries) == (Mail.FAILED, 5)
    assert "come back later" in row.problem


def test_the_second_try_may_succeed(post: PostOffice) -> None:
    (person,) = people(1)
    post.data = lambda message: "452 disk full"
    tell(person)
    send_due()
    post.data = lambda message: "250 taken"
    wait(MINUTE)
    assert send_due() == 1
    assert (row_of(person).mail, len(post.received)) == (Mail.SENT, 1)


def test_an_address_there_is_not_ends_at_once_and_stops_nobody_else(post: PostOffice) -> None:
    gone, there = people(2)
    post.rcpt = lambda address: "550 no such person" if address == gone.email else "250 taken"
    tell(gone, there)
    assert send_due() == 1
    assert (row_of(gone).mail, row_of(gone).tries) == (Mail.FAILED, 1)
    assert row_of(there).mail == Mail.SENT


def test_a_message_the_server_will_not_have_ends_at_once(post: PostOffice) -> None:
    (person,) = people(1)
    post.data = lambda message: "554 looks like spam"
    tell(person)
    send_due()
    assert (row_of(person).mail, row_of(person).tries) == (Mail.FAILED, 1)


def test_a_line_cut_after_the_message_is_not_dialled_again(post: PostOffice) -> None:
    """The server took it, and we were never told: sending it again would make two."""
    first, second = people(2)
    cut = [first.email]
    post.data = lambda message: "" if cut and cut.pop() else "250 taken"
    tell(first, second)
    assert send_due() == 1
    assert (row_of(first).mail, row_of(second).mail) == (Mail.FAILED, Mail.SENT)
    assert "Nobody knows" in row_of(first).problem
    wait(datetime.timedelta(days=1))
    assert send_due() == 0
    assert Counter(message["To"].addresses[0].addr_spec for message in post.received) == {
        first.email: 1,
        second.email: 1,
    }


def test_a_server_that_is_away_uses_up_no_try(post: PostOffice, settings: Any) -> None:
    (person,) = people(1)
    tell(person)
    settings.EMAIL_PORT = free_port()
    for _ in range(7):
        with pytest.raises(ServerDown):
            send_due()
    assert (row_of(person).mail, row_of(person).tries) == (Mail.WAITING, 0)
    settings.EMAIL_PORT = post.port
    assert send_due() == 1


def test_many_go_out_over_few_connections(post: PostOffice) -> None:
    tell(*people(45))
    assert send_due() == 45
    assert len({message["Message-ID"] for message in post.received}) == 45


def test_nobody_gets_two_however_many_send_at_once(post: PostOffice) -> None:
    tell(*people(40))
    sent = at_once([send_due] * 6)
    assert sum(sent) == 40
    received = Counter(message["Message-ID"] for message in post.received)
    assert len(received) == 40
    assert set(received.values()) == {1}
    assert not Notification.objects.exclude(mail=Mail.SENT).exists()


def test_killed_after_sending_it_is_never_sent_again(post: PostOffice, tmp_path: Path) -> None:
    """A worker dies between the server's “taken” and its own note of it."""
    (person,) = people(1)
    tell(person)
    worker = start_worker(post.port, tmp_path)

    def take_and_kill(message: object) -> str:
        os.kill(worker.pid, signal.SIGKILL)
        return "250 taken"

    post.data = take_and_kill
    assert worker.wait(timeout=60) == -signal.SIGKILL, worker.stderr and worker.stderr.read()
    assert (row_of(person).mail, len(post.received)) == (Mail.SENDING, 1)
    assert send_due() == 0
    give_up()
    assert row_of(person).mail == Mail.SENDING  # it may still be at it
    Notification.objects.update(claimed_at=timezone.now() - HOUR - MINUTE)
    give_up()
    assert row_of(person).mail == Mail.FAILED
    assert "nobody knows" in row_of(person).problem
    assert send_due() == 0
    assert len(post.received) == 1


def test_what_waited_too_long_is_given_up(post: PostOffice) -> None:
    (person,) = people(1)
    tell(person)
    Notification.objects.update(created_at=timezone.now() - datetime.timedelta(days=4))
    give_up()
    assert row_of(person).mail == Mail.FAILED


def test_one_job_is_queued_and_sends_everything(post: PostOffice) -> None:
    for person in people(3):
        tell(person)
    job = DBTaskResult.objects.get()
    assert job.task_path == "accounts.notifications.jobs.send_waiting_mail"
    assert job.task.call() == 3


def test_in_app_people_queue_no_job(post: PostOffice) -> None:
    tell(*people(1, delivery="in_app"))
    assert not DBTaskResult.objects.exists()


def test_the_job_comes_back_when_something_is_to_be_tried_again(
    post: PostOffice, settings: Any
) -> None:
    post.rcpt = lambda address: "451 later"
    tell(*people(1))
    DBTaskResult.objects.all().delete()
    for _ in range(3):
        assert notifications.send_waiting_mail.call() == 0
    job = DBTaskResult.objects.get()
    assert job.run_after == Notification.objects.get().next_try_at
    DBTaskResult.objects.all().delete()
    wait(HOUR)
    settings.EMAIL_PORT = free_port()
    assert notifications.send_waiting_mail.call() == 0
    assert DBTaskResult.objects.get().run_after > timezone.now() + 4 * MINUTE


def test_without_a_queue_it_is_sent_as_soon_as_it_is_committed(
    post: PostOffice, settings: Any
) -> None:
    backend = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {"BACKEND": backend, "QUEUES": ["default"]}}
    tell(*people(2))
    assert len(post.received) == 2


def start_worker(port: int, folder: Path) -> subprocess.Popen[str]:
    """Another process, on the same database, that sends what is due."""
    database = connection.settings_dict
    variables = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "wiki@example.com"}
    if connection.vendor == "postgresql":
        user = f"{quote(database['USER'])}:{quote(database['PASSWORD'] or '')}"
        host = f"{quote(database['HOST'], safe='')}:{database['PORT'] or 5432}"
        variables["DATABASE_URL"] = f"postgres://{user}@{host}/{database['NAME']}"
    else:
        (folder / "wiki.sqlite3").symlink_to(database["NAME"])
        variables["VAR_DIR"] = str(folder)
    script = (
        "import django; django.setup()\n"
        "from accounts.notifications.sending import send_due; send_due()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "wiki.settings", **variables},
        stderr=subprocess.PIPE,
        text=True,
    )
