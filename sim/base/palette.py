"""Colours and fonts that all pictures share."""

# Okabe and Ito (2008): told apart by colour-blind people, and on grey paper by their lightness.
BLUE, ORANGE, GREEN, RED, SKY, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7"
INK, GREY, PALE = "#333333", "#999999", "#EBEBEB"

# Latin letters first, then what Windows, macOS and Linux have for Chinese.
FONT = "Helvetica Neue, Arial, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
