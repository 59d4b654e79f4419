"""The look of the explorer. It takes its colours from JupyterLab's theme, light or dark, and goes without it."""

from sim.base.palette import BLUE, ORANGE, RED, SKY

LIVE, STILL = "kefu-live", "kefu-still"
"""Classes of the explorer, and of its last picture, which is shown in a notebook that was opened without a kernel."""

UNSEEN = "kefu-unseen"
"""Class of a widget whose description is only there for those who hear the page."""

_COLOURS = f"""<style>
.kefu {{ --kefu-better: {BLUE}; --kefu-worse: {RED}; --kefu-focus: {SKY}; }}
body[data-jp-theme-light="false"] .kefu {{ --kefu-better: {SKY}; --kefu-worse: {ORANGE}; }}
</style>"""
STYLE = (
    _COLOURS
    + """<style>
.kefu {
  --kefu-quiet: var(--jp-ui-font-color2, #666);
  --kefu-line: var(--jp-border-color2, #ddd); color: var(--jp-ui-font-color1, #222);
  font-size: 13px; line-height: 1.4;
}
.kefu code, .kefu pre { font-family: var(--jp-code-font-family, monospace); font-size: 12px; color: inherit; background: none; }
.kefu pre { margin: 2px 0; padding: 4px 6px; border: 1px solid var(--kefu-line); white-space: pre-wrap; user-select: all; }
.kefu table.kefu-score, .kefu table.kefu-table { table-layout: auto; }
.kefu table.kefu-score { border-collapse: collapse; width: 100%; max-width: 680px; margin: 0; font-size: 13px; }
.kefu-score tr, .kefu-score tr:nth-child(even), .kefu-score tr:hover { background: none !important; height: 24px; }
.kefu table.kefu-score th, .kefu table.kefu-score td {
  padding: 0 5px; height: 24px; line-height: 23px; box-sizing: border-box; text-align: right; white-space: nowrap; color: inherit;
  border-bottom: 1px solid var(--kefu-line); font-weight: normal; overflow: hidden; text-overflow: ellipsis;
}
.kefu table.kefu-score th:first-child { text-align: left; width: 100%; max-width: 0; }
.kefu table.kefu-score thead th { font-weight: bold; vertical-align: bottom; }
.kefu table.kefu-score td:last-child { text-align: left; }
.kefu table.kefu-score tr.kefu-better td:nth-last-child(-n+2) { color: var(--kefu-better); font-weight: bold; }
.kefu table.kefu-score tr.kefu-worse td:nth-last-child(-n+2) { color: var(--kefu-worse); font-weight: bold; }
.kefu table.kefu-score tr.kefu-luck td:nth-last-child(-n+2),
.kefu table.kefu-score tr.kefu-close td:nth-last-child(-n+2),
.kefu table.kefu-score tr.kefu-same td:nth-last-child(-n+2) { color: var(--kefu-quiet); }
.kefu-preview { opacity: 0.75; }
.kefu-day > div { display: flex; gap: 12px; }
.kefu-day figure { flex: 1; margin: 0; min-width: 0; }
.kefu-day svg { width: 100%; max-height: 150px; }
.kefu-day svg text { fill: currentColor; font-size: 10px; }
.kefu-day figcaption, .kefu-day p, .kefu-note { color: var(--kefu-quiet); font-size: 12px; margin: 0; }
.kefu-day p span { margin-right: 10px; white-space: nowrap; }
.kefu-day p i { display: inline-block; width: 10px; height: 10px; margin-right: 4px; }
.kefu-error { color: var(--kefu-worse); font-weight: bold; }
.kefu-told { border-left: 3px solid var(--kefu-better); padding: 2px 8px; margin: 4px 0; }
.kefu-about summary { cursor: pointer; }
.kefu-about p, .kefu-about ul { margin: 2px 0 2px 14px; padding: 0; color: var(--kefu-quiet); font-size: 12px; }
.kefu-moment svg { width: 100%; max-width: 1200px; }
.kefu-moment svg text { fill: currentColor; }
.kefu-moment .kefu-dot { fill: var(--kefu-better); }
.kefu-moment .kefu-late { fill: var(--kefu-worse); }
.kefu-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.kefu-live .widget-html-content { line-height: 1.4; }
.kefu-live .widget-html, .kefu-live .jupyter-widget-html { height: auto; }
.kefu-live .kefu-why button { padding: 0 2px; line-height: 20px; font-size: 12px; }
.kefu-live .kefu-unseen > label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.kefu-live .kefu-levers { border: 1px solid var(--jp-border-color2, #ddd); }
.kefu-asked { border-left: 3px solid var(--kefu-better); padding: 2px 10px; margin: 4px 0; max-width: 760px; font-size: 14px; }
.kefu-asked p { margin: 3px 0; }
.kefu-model { background: var(--jp-layout-color2, #eee); padding: 4px 10px; margin: 4px 0; max-width: 760px; }
.kefu table.kefu-table { border-collapse: collapse; margin: 4px 0; font-size: 13px; }
.kefu table.kefu-table th, .kefu table.kefu-table td {
  padding: 2px 8px; text-align: left; color: inherit; border-bottom: 1px solid var(--kefu-line); vertical-align: top;
  white-space: normal; max-width: 320px;
}
.kefu table.kefu-table td.kefu-number, .kefu table.kefu-table th.kefu-number { text-align: right; white-space: nowrap; }
.kefu table.kefu-table th small { display: block; font-weight: normal; color: var(--kefu-quiet); font-family: monospace; }
.kefu table.kefu-table caption { text-align: left; font-weight: bold; color: inherit; }
.kefu-right { color: var(--kefu-better); font-weight: bold; }
.kefu-wrong { color: var(--kefu-worse); font-weight: bold; }
.kefu-written { white-space: pre-wrap; }
.kefu-live *:focus-visible { outline: 2px solid var(--kefu-focus, currentColor); outline-offset: 1px; }
</style>"""
)
"""Comes with the widgets, and so is gone where they are."""

STILL_STYLE = (
    f"<style>.jp-OutputArea:has(.{LIVE}) .{STILL} {{ display: none; }}"
    f".jp-OutputArea:has(.{STILL}):not(:has(.{LIVE})) "
    ".jp-OutputArea-child:not(:has(.kefu-still)):has(.jupyter-widgets) { display: none; }</style>"
)
"""Comes with the last picture: it is hidden beside the widgets, and shown instead of their error where there are none."""
