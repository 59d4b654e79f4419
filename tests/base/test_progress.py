"""The bar in a notebook: through a real kernel; interrupted, a store stays whole and the rest goes on."""

from __future__ import annotations

import queue
import time
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from sim import load_sweep, replicate, run
from sim.base.progress import bar_html, progress_bar
from tests.support.notebooks import offline

SWEEP = (
    "import sim\n"
    "def go(n):\n"
    "    return sim.sweep('corner', {'desk.clerks': [1, 2]}, weeks=2, replications=n, seed=100, store='s', progress=True)\n"
)


def test_the_bar_shows_share_and_time_left() -> None:
    assert "<" not in bar_html(0.25, 3725.4, "<A & B>").replace("<progress", "").replace("</progress", "")
    assert "25%" in bar_html(0.25, 3725.4, "") and "1:02:05 left" in bar_html(0.25, 3725.4, "")
    assert "left" not in bar_html(0.0, None, "")


def test_nothing_is_printed_where_output_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    shown = replicate("corner", weeks=1, replications=2, workers=1, progress=True)
    run("corner", weeks=1, progress=True)
    assert capfd.readouterr() == ("", "")
    silent = replicate("corner", weeks=1, replications=2, workers=1, progress=False)
    assert shown.table.to_csv() == silent.table.to_csv()
    with progress_bar(False) as report:
        assert report is None


@pytest.mark.slow
@pytest.mark.notebook
def test_in_a_kernel_the_bar_moves_and_an_interrupt_leaves_a_complete_store(tmp_path: Path) -> None:
    environment = offline(tmp_path, "en")
    folder = tmp_path / "work"
    folder.mkdir()
    manager, client = start_new_kernel(cwd=str(folder), env=environment)
    try:
        shown: list[str] = []

        def execute(code: str, interrupt: bool = False) -> list[dict[str, Any]]:
            """The messages of a cell; interrupt: once some results are there and a bar has moved."""
            asked, messages = client.execute(code), []
            until = time.monotonic() + 240
            while time.monotonic() < until:
                if (
                    interrupt
                    and len(list(folder.glob("s/run-*"))) >= 4
                    and any("left" in bar for bar in shown)
                ):
                    manager.interrupt_kernel()
                    interrupt = False
                try:
                    message = client.get_iopub_msg(timeout=0.2)
                except queue.Empty:
                    continue
                if message["parent_header"].get("msg_id") != asked:
                    continue
                messages.append(message)
                if message["msg_type"] in ("display_data", "update_display_data"):
                    shown.append(message["content"]["data"].get("text/html", ""))
                if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                    return messages
            raise AssertionError("the kernel does not answer")

        stopped = execute(SWEEP + "go(3000)", interrupt=True)
        (error,) = [message["content"] for message in stopped if message["msg_type"] == "error"]
        assert error["ename"] == "KeyboardInterrupt"
        assert "6,000 runs are kept in s" in "\n".join(error["traceback"])
        assert any("<progress" in bar and "left" in bar for bar in shown) and shown[-1] == ""
        there = load_sweep(folder / "s")
        count = there.table["replication"].nunique()
        done = execute(f"found = go({count + 1}); print(found.found > 0, end='')")
        texts = [m["content"]["text"] for m in done if m["msg_type"] == "stream"]
        assert texts == ["True"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    again = load_sweep(folder / "s").table
    assert again["replication"].nunique() == count + 1
    assert again[again["replication"] < count].to_csv(index=False) == there.table.to_csv(index=False)
