"""Smaller pictures and stills: made by a job, never larger than what they stand for."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image

from processes import attachments
from processes.attachments.renditions import make_renditions
from processes.models import Attachment, Rendition
from tests.cast import Cast
from tests.processes.samples import encoded, film, picture, scene


def made_of(stored: Attachment) -> dict[int, Image.Image]:
    """Width -> the picture that was made; 0 is the still."""
    make_renditions.call(stored.sha256)
    found = {}
    for rendition in Rendition.objects.filter(sha256=stored.sha256):
        with rendition.file.open() as file:
            found[rendition.width] = Image.open(BytesIO(file.read()))
        assert found[rendition.width].height == rendition.height
        assert default_storage.size(rendition.file.name) == rendition.size
    return found


@pytest.mark.parametrize(
    ("width", "smaller"), [(480, []), (481, [480]), (1000, [480, 960]), (2000, [480, 960, 1920])]
)
def test_only_smaller_ones_are_made(cast: Cast, width: int, smaller: list[int]) -> None:
    stored = attachments.store(encoded(scene((width, 300)), "JPEG"), "a.jpg", cast.author)
    made = made_of(stored)
    assert sorted(made) == smaller
    assert [made[size].width for size in smaller] == smaller
    assert all(abs(made[size].height - 300 * size / width) <= 1 for size in smaller)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_smaller_one_looks_like_the_original(cast: Cast, mode: str) -> None:
    image = scene((600, 400))
    wide = image.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    content = encoded(wide if mode == "I;16" else image.convert(mode), "PNG")
    made = made_of(attachments.store(content, "a.png", cast.author))[480]
    expected = (
        image.convert("L" if mode == "I;16" else mode)
        .convert("L")
        .resize((24, 16), Image.Resampling.BOX)
    )
    shown = made.convert("L").resize((24, 16), Image.Resampling.BOX)
    pairs = zip(expected.tobytes(), shown.tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) < 40


def test_what_is_transparent_stays_transparent(cast: Cast) -> None:
    image = scene((600, 400), "RGBA")
    image.putalpha(Image.linear_gradient("L").resize((600, 400)))
    made = made_of(attachments.store(encoded(image, "PNG"), "a.png", cast.author))[480]
    assert made.mode == "RGBA"
    assert made.getchannel("A").getextrema()[0] < 10


def test_one_that_would_take_more_bytes_is_the_original(cast: Cast) -> None:
    stored = attachments.store(encoded(Image.new("1", (500, 500)), "PNG"), "a.png", cast.author)
    make_renditions.call(stored.sha256)
    rendition = Rendition.objects.get()
    assert rendition.size <= stored.size
    assert rendition.file.name == stored.file.name
    assert rendition.content_type == "image/png"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_there_is_the_first_frame(cast: Cast, kind: str) -> None:
    content = film(3, kind, (600, 400))
    made = made_of(attachments.store(content, "film", cast.author))
    assert list(made) == [Rendition.STILL]
    still = made[Rendition.STILL]
    assert getattr(still, "n_frames", 1) == 1
    with Image.open(BytesIO(content)) as first:
        assert still.convert("RGB").tobytes() == first.convert("RGB").tobytes()


def test_no_place_or_camera_comes_along(cast: Cast) -> None:
    Attachment.objects.all().delete()
    stored = attachments.store(encoded(scene((600, 400)), "JPEG"), "a.jpg", cast.author)
    for image in made_of(stored).values():
        assert not dict(image.getexif())
        assert "xmp" not in image.info


def test_it_is_asked_for_with_the_upload_and_done_once(cast: Cast) -> None:
    stored = attachments.store(picture(size=(1000, 10)), "a.png", cast.author)
    task = DBTaskResult.objects.get()
    assert task.args_kwargs["args"] == [stored.sha256]
    make_renditions.call(stored.sha256)
    before = list(Rendition.objects.values_list("pk", flat=True))
    make_renditions.call(stored.sha256)
    assert list(Rendition.objects.values_list("pk", flat=True)) == before


def test_nothing_is_asked_for_where_nothing_can_be_made(cast: Cast) -> None:
    attachments.store(picture(), "small.png", cast.author)
    attachments.store(b"%PDF-1.4", "a.pdf", cast.author)
    assert not DBTaskResult.objects.exists()


def test_what_a_lost_job_did_not_make_is_asked_for_again(cast: Cast) -> None:
    lacking = attachments.store(picture(size=(1000, 10)), "a.png", cast.author)
    moving = attachments.store(film(), "a.gif", cast.author)
    done = attachments.store(picture(size=(600, 10)), "b.png", cast.author)
    make_renditions.call(done.sha256)
    make_renditions.call(lacking.sha256)
    Rendition.objects.filter(sha256=lacking.sha256, width=960).delete()
    DBTaskResult.objects.all().delete()
    assert attachments.ask_for_missing() == 2
    asked = {task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()}
    assert asked == {lacking.sha256, moving.sha256}


def test_a_film_from_before_frames_were_counted_is_not_taken_for_a_picture(cast: Cast) -> None:
    stored = attachments.store(film(3, size=(600, 400)), "a.gif", cast.author)
    Attachment.objects.update(frames=1)
    assert list(made_of(stored)) == [Rendition.STILL]
    stored.refresh_from_db()
    assert stored.frames == 3


def test_a_picture_that_was_swept_meanwhile_is_no_error(cast: Cast) -> None:
    make_renditions.call("0" * 64)
    assert not Rendition.objects.exists()
