"""What is kept of an image: all that readers see, and nothing else."""

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops, ImageCms, ImageStat

from processes.attachments import TooLarge, blocks, images
from tests.processes import samples
from tests.processes.samples import encoded, film, pixels, scene, told

PAYLOAD = b"<script>alert('SECRET-PAYLOAD')</script>"


def kept(content: bytes) -> images.Cleaned:
    cleaned = images.clean(content, "picture")
    assert cleaned is not None
    return cleaned


def apart(one: bytes, other: bytes) -> float:
    """How far the channels of two pictures are apart on average, of 255."""
    with Image.open(BytesIO(one)) as a, Image.open(BytesIO(other)) as b:
        difference = ImageChops.difference(a.convert("RGB"), b.convert("RGB"))
        return max(ImageStat.Stat(difference).mean)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_mode_keeps_every_pixel(mode: str) -> None:
    image = scene().convert("I").convert("I;16") if mode == "I;16" else scene(mode=mode)
    content = encoded(image, "PNG")
    cleaned = kept(content)
    with Image.open(BytesIO(cleaned.content)) as after:
        assert after.mode == image.mode
        assert after.tobytes() == image.tobytes()
    assert (cleaned.width, cleaned.height, cleaned.suffix) == (64, 48, ".png")


def test_a_png_keeps_transparency_and_gamma() -> None:
    content = encoded(scene(mode="P"), "PNG", transparency=3)
    content = samples.with_chunk(content, b"gAMA", struct.pack(">I", 100_000))
    with Image.open(BytesIO(kept(content).content)) as after:
        assert after.info["transparency"] == 3
        assert after.info["gamma"] == 1.0


def test_sixteen_bits_a_channel_stay_sixteen() -> None:
    rows = b"".join(b"\0" + struct.pack(">6H", *range(row, row + 6)) for row in range(2))
    header = struct.pack(">IIBBBBB", 2, 2, 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    content = blocks.PNG_SIGNATURE + b"".join(samples.png_chunk(*chunk) for chunk in chunks)
    assert kept(content).content == content


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_what_moves_keeps_its_frames_their_time_and_its_loop(kind: str) -> None:
    content = film(4, kind)
    cleaned = kept(content)
    assert cleaned.frames == 4
    assert pixels(cleaned.content) == pixels(content)
    with Image.open(BytesIO(cleaned.content)) as after:
        assert after.info["loop"] == 3


def test_a_webp_without_loss_stays_without_loss() -> None:
    content = encoded(scene(), "WEBP", lossless=True)
    assert pixels(kept(content).content) == pixels(content)


def test_a_jpeg_keeps_its_look_and_its_tables() -> None:
    content = encoded(scene((400, 300)), "JPEG", quality=81, subsampling=1, progressive=True)
    after = kept(content).content
    assert apart(content, after) < 0.3
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(after)) as now:
        assert now.quantization == before.quantization
        assert now.info.get("progressive")


@pytest.mark.parametrize("tells", [True, False])
def test_an_avif_looks_the_same(tells: bool) -> None:
    options = {"exif": told()} if tells else {}
    content = encoded(scene((200, 150)), "AVIF", quality=80, **options)
    cleaned = kept(content)
    assert cleaned.content_type == "image/avif"
    assert apart(content, cleaned.content) < 1
    assert (cleaned.content == content) is not tells


def test_an_avif_with_boxes_of_another_kind_is_drawn_again() -> None:
    content = encoded(scene((200, 150)), "AVIF", quality=80)
    start = struct.unpack(">I", content[:4])[0]
    box = struct.pack(">I", 8 + len(PAYLOAD)) + b"free" + PAYLOAD
    assert blocks.avif(content[:start] + box + content[start:]) is None
    assert blocks.avif(content[:-1]) is None
    assert blocks.avif(content + PAYLOAD) == content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_place_camera_and_comments_are_removed(kind: str) -> None:
    options: dict[str, Any] = {"exif": told()}
    if kind in ("JPEG", "WEBP", "AVIF"):
        options["xmp"] = b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"
    if kind == "JPEG":
        options["comment"] = b"SECRET-COMMENT"
    content = encoded(scene(), kind, **options)
    assert b"SECRET" in content
    after = kept(content).content
    assert b"SECRET" not in after
    with Image.open(BytesIO(after)) as image:
        assert not dict(image.getexif())
        assert not image.getexif().get_ifd(samples.GPS)


def test_the_words_in_a_png_are_removed() -> None:
    content = encoded(scene(), "PNG")
    words = {
        b"tEXt": b"Note\0SECRET",
        b"iTXt": b"Note\0\0\0\0\0SECRET",
        b"zTXt": b"Note\0\0" + zlib.compress(b"SECRET", 0),
        b"tIME": struct.pack(">HBBBBB", 2026, 1, 2, 3, 4, 5),
        b"eXIf": told().tobytes().removeprefix(b"Exif\0\0"),
        b"prVt": b"SECRET",
    }
    for kind, data in words.items():
        content = samples.with_chunk(content, kind, data)
    after = kept(content).content
    assert b"SECRET" not in after
    assert b"tIME" not in after


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_picture_is_turned_for_good(kind: str, orientation: int) -> None:
    upright = scene((320, 160))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    content = encoded(upright.transpose(back), kind, exif=told(orientation))
    cleaned = kept(content)
    assert (cleaned.width, cleaned.height) == (320, 160)
    with Image.open(BytesIO(cleaned.content)) as after:
        assert after.size == (320, 160)
        assert not dict(after.getexif())
    assert apart(encoded(upright, "PNG"), cleaned.content) <= (0 if kind == "PNG" else 3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_a_colour_profile_is_kept(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(scene(), kind, icc_profile=profile)
    with Image.open(BytesIO(kept(content).content)) as after:
        assert after.info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_broken_profile_is_not(kind: str) -> None:
    content = encoded(scene(), kind, icc_profile=b"SECRET" * 40)
    with Image.open(BytesIO(kept(content).content)) as after:
        assert "icc_profile" not in after.info


def test_colours_of_print_become_colours_of_screens() -> None:
    content = encoded(scene((320, 240), "CMYK"), "JPEG", quality=95)
    after = kept(content).content
    with Image.open(BytesIO(after)) as image:
        assert image.mode == "RGB"
    assert apart(content, after) < 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_what_hangs_behind_a_picture_is_cut_off(kind: str) -> None:
    content = encoded(scene(), kind)
    cleaned = kept(content + PAYLOAD)
    assert b"SECRET" not in cleaned.content
    assert (cleaned.width, cleaned.height) == (64, 48)


def test_comments_and_programs_in_a_gif_are_left_out() -> None:
    content = film(2)
    comment = b"\x21\xfe" + bytes([len(PAYLOAD)]) + PAYLOAD + b"\0"
    program = b"\x21\xff\x0bXMP DataXMP" + bytes([len(PAYLOAD)]) + PAYLOAD + b"\0"
    start = content.index(b"\x21\xff\x0bNETSCAPE")
    spoilt = content[:start] + comment + program + content[start:]
    assert b"SECRET" not in kept(spoilt).content
    assert pixels(kept(spoilt).content) == pixels(content)


def test_unknown_parts_of_a_webp_are_left_out() -> None:
    content = encoded(scene(), "WEBP", lossless=True)
    part = b"EVIL" + struct.pack("<I", len(PAYLOAD)) + PAYLOAD + b"\0" * (len(PAYLOAD) % 2)
    spoilt = content[:4] + struct.pack("<I", len(content) + len(part) - 8) + content[8:] + part
    assert b"SECRET" not in kept(spoilt).content


def test_frames_within_frames_are_left_out_unread() -> None:
    """Each level would hold a copy of all below it: nine megabytes took as many gigabytes."""
    still = encoded(scene(), "WEBP", lossless=True)
    head = bytes(12) + bytes(4)
    frame = b""
    for _ in range(1_500):
        data = head + still[12:] + frame if not frame else head + frame
        frame = b"ANMF" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    content = b"RIFF" + struct.pack("<I", len(frame) + 4) + b"WEBP" + frame

    copy, frames = blocks.webp(content)

    assert frames == 1
    assert copy.count(b"ANMF") == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_picture_is_refused(kind: str, share: float) -> None:
    content = encoded(scene((200, 150)), kind)
    with pytest.raises(ValidationError):
        images.clean(content[: int(len(content) * share)], "half")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(settings: Any) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = blocks.PNG_SIGNATURE + samples.png_chunk(b"IHDR", header)
    with pytest.raises(TooLarge):
        images.clean(bomb + samples.png_chunk(b"IDAT", b"x") + samples.png_chunk(b"IEND", b""), "b")
    settings.IMAGE_MEGAPIXELS = 1
    with pytest.raises(TooLarge):
        images.clean(encoded(Image.new("1", (1001, 1000)), "PNG"), "a")
    assert images.clean(encoded(Image.new("1", (1000, 1000)), "PNG"), "a")


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_frames_are_counted_with_their_pixels(settings: Any, kind: str) -> None:
    settings.ANIMATION_MEGAPIXELS = 1
    with pytest.raises(TooLarge):
        images.clean(film(6, kind, (500, 400)), "film")
    assert images.clean(film(4, kind, (500, 400)), "film")


def test_a_frame_larger_than_its_gif_counts_as_large_as_it_is(settings: Any) -> None:
    settings.ANIMATION_MEGAPIXELS = 1
    content = bytearray(film(2))
    second = content.index(b"\x2c", content.index(b"\x2c") + 10)
    content[second + 5 : second + 9] = struct.pack("<HH", 60_000, 60_000)
    with pytest.raises(ValidationError):
        images.clean(bytes(content), "film")


def test_a_gif_of_thousands_of_frames_is_refused() -> None:
    one = encoded(Image.new("P", (1, 1)), "GIF")
    frame = one[one.index(b"\x2c") : -1]
    start = one[: one.index(b"\x2c")]
    with pytest.raises(TooLarge):
        images.clean(start + frame * (images.FRAMES + 1) + b"\x3b", "film")


def test_a_jpeg_of_very_many_scans_is_refused() -> None:
    content = encoded(scene(), "JPEG", progressive=True)
    scan = content[content.rindex(b"\xff\xda") : -2]
    with pytest.raises(TooLarge):
        images.clean(content[:-2] + scan * 200 + b"\xff\xd9", "scans.jpg")


def test_a_moving_avif_is_refused_with_advice() -> None:
    content = encoded(scene(), "AVIF", save_all=True, append_images=[scene().rotate(90)])
    with pytest.raises(ValidationError, match="GIF or WebP"):
        images.clean(content, "film.avif")


def test_a_phone_s_jpeg_of_several_pictures_keeps_the_first() -> None:
    first = scene((320, 240))
    content = encoded(first, "MPO", save_all=True, append_images=[first.rotate(180)])
    cleaned = kept(content)
    with Image.open(BytesIO(cleaned.content)) as after:
        assert after.format == "JPEG"
    assert apart(encoded(first, "PNG"), cleaned.content) < 3
    assert len(cleaned.content) < len(content)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_damage_gets_past_or_causes_anything_but_a_refusal() -> None:
    """Thousands of bytes changed, cut out and put in; what is kept is as it says."""
    chance = random.Random(3)  # noqa: S311 (the same damage each time, not a secret)
    pictures = [encoded(scene((80, 60)), kind) for kind in images.READABLE]
    pictures += [encoded(scene(), kind, exif=told(6)) for kind in ("JPEG", "WEBP", "AVIF", "PNG")]
    pictures += [film(3, kind) for kind in ("GIF", "PNG", "WEBP")]
    outcomes = {"kept": 0, "refused": 0}
    for number in range(1_500):
        content = bytearray(pictures[number % len(pictures)])
        for _ in range(chance.choice((1, 2, 5))):
            at = chance.randrange(min(len(content), chance.choice((64, 400, 100_000))))
            cut = chance.choice((0, 0, 1, 5))
            content[at : at + cut] = chance.randbytes(chance.choice((1, 4)))
        try:
            cleaned = images.clean(bytes(content), "damaged")
        except ValidationError:
            outcomes["refused"] += 1
            continue
        if cleaned:
            outcomes["kept"] += 1
            again = kept(cleaned.content)
            assert (again.width, again.height) == (cleaned.width, cleaned.height)
            assert (again.frames, again.suffix) == (cleaned.frames, cleaned.suffix)
    assert min(outcomes.values()) > 100
