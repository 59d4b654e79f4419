"""Colours and fonts of all charts."""

# Okabe and Ito (2008), except the red, which they have nearer to orange: distinct for colour-blind readers, too. Grey is
# for what stands back: colour-blind readers may take it for purple or green.
BLUE, ORANGE, GREEN, RED, SKY, PURPLE = "#0072B2", "#E69F00", "#009E73", "#CC3311", "#56B4E9", "#CC79A7"
INK, DARK, GREY, PALE = "#333333", "#555555", "#999999", "#EBEBEB"
STAGE_COLOURS = {
    "desk": PURPLE,
    "stock": ORANGE,
    "picking": SKY,
    "packing": GREEN,
    "dispatch": DARK,
    "road": BLUE,
}
"""Colours of the stages of an order, in every picture."""

# Fonts for Latin letters first, then the Chinese fonts of Windows, macOS and Linux.
FONT = "Helvetica Neue, Arial, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
