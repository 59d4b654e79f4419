"""Draw an event log with vidigi. Runs in the environment that `python -m tools.in_vidigi` makes: show.py EVENTS.csv PAGE.html."""

from __future__ import annotations

import sys

import pandas as pd
from vidigi.animation import animate_activity_log
from vidigi.utils import EventPosition, create_event_position_df

PLACES = ("arrival", "desk", "stock", "picking", "packing", "dispatch", "road", "depart")
STEP, HEIGHT = 150, 400
DAY = 24 * 60


def main(log: str, page: str) -> None:
    """Write the page."""
    events = pd.read_csv(log)
    positions = create_event_position_df(
        [
            EventPosition(event=name, x=STEP * (place + 1), y=60, label=name)
            for place, name in enumerate(PLACES)
        ]
    )
    figure = animate_activity_log(
        event_log=events,
        event_position_df=positions,
        every_x_time_units=10,
        limit_duration=DAY,
        wrap_queues_at=8,
        override_x_max=STEP * (len(PLACES) + 1),
        override_y_max=HEIGHT,
        plotly_height=600,
        entity_icon_size=14,
        gap_between_entities=14,
        gap_between_queue_rows=20,
        step_snapshot_max=80,
        display_stage_labels=True,
    )
    figure.write_html(page)


if __name__ == "__main__":
    main(*sys.argv[1:])
