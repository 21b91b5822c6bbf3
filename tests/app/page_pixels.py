"""Which block of a page stands where on the screen: each is painted in a colour that tells its number.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import subprocess

MOST = 180  # blocks that can be told apart
PAGE = (840, 110, 420, 680)  # x, y, width, height of the page in the window's first size


def colour(number):
    return f"#{number + 20:02x}c8{number + 20:02x}"


def column(x, y, height):
    """The blocks' numbers down a line of pixels, None where there is none."""
    grab = subprocess.run(["import", "-window", "root", "-crop", f"1x{height}+{x}+{y}",
                           "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout
    return [number_of(grab[i:i + 3]) for i in range(0, len(grab), 3)]


def row(x, y, width):
    grab = subprocess.run(["import", "-window", "root", "-crop", f"{width}x1+{x}+{y}",
                           "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout
    return [number_of(grab[i:i + 3]) for i in range(0, len(grab), 3)]


def number_of(pixel):
    red, green, blue = pixel
    return red - 20 if red == blue and green == 0xc8 and 20 <= red < 20 + MOST else None


def seen():
    """Numbers of the blocks in the page, from the top."""
    x, y, width, height = PAGE
    found = []
    for number in column(x + width - 40, y, height):
        if number is not None and number not in found:
            found.append(number)
    return found


def click(x, y, *more):
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1", *more], check=True)


def wheel(x, y, count):
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "--repeat", str(count),
                    "--delay", "30", "5"], check=True)
