"""The same picture, smaller, and the first frame of a moving one: made by a job after the upload.

All are WebP, which every browser since 2020 shows: of the demo's screenshots, 960 pixels across
take 25 KB so, 82 KB without loss. Nothing waits for them: until one is made, its address answers
with the original.
"""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import task
from PIL import Image

from processes.attachments import blobs
from processes.attachments.addresses import WIDTHS
from processes.attachments.images import MEGA, READABLE, in_turn
from processes.models import Attachment, Rendition
from processes.models.attachment import rendition_path

QUALITY = 82
CONTENT_TYPE = "image/webp"


def ask(attachment: Attachment) -> None:
    """Has what is missing of a picture made, once the caller's transaction has committed."""
    if not _wanted(attachment):
        return
    sha256 = attachment.sha256
    if settings.RUN_JOBS_AT_ONCE:
        transaction.on_commit(lambda: make_renditions.enqueue(sha256))
    else:
        make_renditions.enqueue(sha256)


def ask_for_missing(limit: int = 1_000) -> int:
    """Asks again for what an earlier job did not make; returns for how many pictures."""
    made = Rendition.objects.filter(sha256=OuterRef("sha256"))
    lacking = Q(frames__gt=1) & ~Exists(made.filter(width=Rendition.STILL))
    for width in WIDTHS:
        lacking |= Q(frames=1, width__gt=width) & ~Exists(made.filter(width=width))
    found = Attachment.objects.filter(lacking).order_by().values_list("sha256", flat=True)
    for sha256 in (digests := list(found.distinct()[:limit])):
        make_renditions.enqueue(sha256)
    return len(digests)


@task()
def make_renditions(sha256: str) -> None:
    """Makes what is missing of the picture with these bytes. Done twice, it does nothing."""
    picture = Attachment.objects.filter(sha256=sha256, width__isnull=False).order_by("pk").first()
    if picture is None or _is_too_large(picture):
        return
    with in_turn(), Image.open(BytesIO(blobs.read(picture.file.name)), formats=READABLE) as image:
        _count_frames(picture, image)
        made = set(Rendition.objects.filter(sha256=sha256).values_list("width", flat=True))
        for width in _wanted(picture):
            if width not in made:
                _keep(picture, width, _shrunk(image, width))


def _wanted(attachment: Attachment) -> tuple[int, ...]:
    if attachment.width is None:
        return ()
    if attachment.frames > 1:
        return (Rendition.STILL,)
    return tuple(width for width in WIDTHS if width < attachment.width)


def _is_too_large(picture: Attachment) -> bool:
    """Of files that were kept before there was a limit."""
    return (picture.width or 0) * (picture.height or 0) > settings.IMAGE_MEGAPIXELS * MEGA


def _count_frames(picture: Attachment, image: Image.Image) -> None:
    """Files that were kept before frames were counted say that they have one."""
    frames = getattr(image, "n_frames", 1) if image.format != "MPO" else 1
    if frames != picture.frames:
        Attachment.objects.filter(sha256=picture.sha256).update(frames=frames)
        picture.frames = frames


def _shrunk(image: Image.Image, width: int) -> tuple[bytes, int]:
    """WebP of that width, and its height; a still is as large as the picture, without loss."""
    image.seek(0)
    shown = _for_screens(image)
    options: dict[str, object] = {"lossless": True}
    if width != Rendition.STILL:
        size = width, max(1, round(image.height * width / image.width))
        shown = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        options = {"quality": QUALITY, "use_sharp_yuv": True}
    stream = BytesIO()
    profile = image.info.get("icc_profile")
    shown.save(stream, "WEBP", icc_profile=profile, exif=b"", xmp=b"", **options)
    return stream.getvalue(), shown.height


def _for_screens(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _keep(picture: Attachment, width: int, made: tuple[bytes, int]) -> None:
    """A smaller picture that takes no fewer bytes is the picture itself."""
    content, height = made
    rendition = Rendition(sha256=picture.sha256, width=width, height=height)
    rendition.content_type, rendition.size = CONTENT_TYPE, len(content)
    rendition.file = rendition_path(rendition, "")
    if width != Rendition.STILL and len(content) >= picture.size:
        rendition.file = picture.file.name
        rendition.content_type, rendition.size = picture.content_type, picture.size
    with transaction.atomic():
        blobs.hold(picture.sha256)
        if not Attachment.objects.filter(sha256=picture.sha256).exists():
            return  # swept meanwhile
        if rendition.file.name != picture.file.name:
            blobs.put(rendition.file.name, content)
        Rendition.objects.bulk_create([rendition], ignore_conflicts=True)
