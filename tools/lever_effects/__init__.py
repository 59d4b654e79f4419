"""The page of effects: what each lever does to a firm when it alone is changed.

    python -m tools.lever_effects update [--case C]   runs the cases and writes docs/levers-effects.md
    python -m tools.lever_effects check               says whether the page names every lever and the present settings

`settings.py` says how many runs each case gets, `values.py` which values of each lever, `table.py` measures and writes the
section of a case, `page.py` puts the sections together.
"""
