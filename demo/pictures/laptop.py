"""Setting up a laptop."""

import math

from PIL import Image

from demo.pictures.canvas import Box, Canvas, mix
from demo.pictures.palette import (
    GREEN,
    HEIGHT,
    INK,
    LINE,
    MUTED,
    PANEL,
    PEOPLE_COLOURS,
    SOFT,
    TEAL,
    TEAL_DARK,
    TEXT,
    WHITE,
    WIDTH,
)
from demo.pictures.parts import button, card, tick, wave_mark


def laptop_setup() -> Image.Image:
    canvas = Canvas(WIDTH, HEIGHT, TEAL_DARK)
    canvas.gradient("#0b3b52", "#2fa3a4")
    for index in range(6):
        base = 440 + index * 48
        shade = "#{:02x}{:02x}{:02x}".format(*mix("#145a6c", "#7fd0c8", index / 6))
        crest = [(x, base + 26 * math.sin(x / (150 + index * 14) + index)) for x in range(1201)]
        canvas.polygon([(0, 700), *crest, (1200, 700)], shade)
    canvas.rect(Box(0, 0, 1200, 30), "#0a3044")
    canvas.text(20, 15, "Steward", 13, WHITE, bold=True)
    canvas.text(1180, 15, "Mon 10:52     87%", 12.5, "#cfe5ea", anchor="rm")
    frame = Box(190, 88, 820, 530)
    canvas.shadow(frame, 16, blur=24, strength=150)
    canvas.rect(frame, WHITE, radius=16)
    canvas.rect(Box(190, 88, 270, 530), "#eff6f7", radius=16)
    canvas.rect(Box(440, 88, 20, 530), "#eff6f7")
    setup_steps(canvas)
    setup_progress(canvas)
    return canvas.finished()


def setup_steps(canvas: Canvas) -> None:
    wave_mark(canvas, 216, 114, TEAL)
    canvas.text(254, 128, "Steward", 18, INK, bold=True)
    steps = ("Language and keyboard", "Sign in", "New password", "Two-step sign-in")
    steps += ("Programs", "Disk encryption")
    canvas.line([(231, 190), (231, 440)], "#c9d9de", 2)
    for index, name in enumerate(steps):
        y = 190 + index * 50
        done, here = index < 5, index == 5
        canvas.circle(231, y, 13, TEAL if done else WHITE, TEAL)
        if done:
            tick(canvas, 231, y, WHITE)
        else:
            canvas.circle(231, y, 5, TEAL)
        canvas.text(256, y, name, 14.5, INK if here else TEXT, bold=here)
    canvas.text(216, 568, "Need help?", 12.5, MUTED)
    canvas.text(216, 588, "+33 4 00 00 04 40", 13, TEAL_DARK, bold=True)


def setup_progress(canvas: Canvas) -> None:
    canvas.text(496, 136, "Almost there, Léa", 25, INK, bold=True)
    canvas.text(496, 170, "You can use the laptop meanwhile. Please do not close the lid.", 14)
    card(canvas, Box(496, 198, 478, 104))
    canvas.text(518, 226, "Encrypting the disk", 15, INK, bold=True)
    canvas.text(952, 226, "64%", 15, TEAL_DARK, bold=True, anchor="rm")
    canvas.rect(Box(518, 246, 434, 12), "#e3ecef", radius=6)
    canvas.rect(Box(518, 246, 434 * 0.64, 12), TEAL, radius=6)
    canvas.text(518, 280, "About 11 minutes left. A restart follows.", 12.5, MUTED)
    canvas.text(496, 334, "Installed for Client Onboarding", 13, MUTED, bold=True)
    programs = (("Parley", "Chat and calls"), ("Keyring", "Passwords"))
    programs += (("Lantern", "Tickets"), ("Compass", "Clients"), ("Tideboard", "Plans"))
    programs += (("Harbour", "Leave and pay"),)
    for index, (name, what) in enumerate(programs):
        x, y = 496 + index % 2 * 243, 354 + index // 2 * 62
        canvas.rect(Box(x, y, 235, 52), PANEL, LINE, radius=9)
        canvas.rect(Box(x + 12, y + 11, 30, 30), SOFT[PEOPLE_COLOURS[index % 5]], radius=8)
        letter = PEOPLE_COLOURS[index % 5]
        canvas.text(x + 27, y + 26, name[0], 15, letter, bold=True, anchor="mm")
        canvas.text(x + 54, y + 18, name, 13.5, INK, bold=True)
        canvas.text(x + 54, y + 36, what, 12, MUTED)
        tick(canvas, x + 214, y + 26, GREEN)
    canvas.line([(460, 556), (1010, 556)], LINE)
    canvas.text(496, 587, "Laptop TW-0427, registered to you", 12.5, MUTED)
    button(canvas, Box(862, 569, 112, 36), "Restart later")
