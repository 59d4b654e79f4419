"""Pictures of a run: pure functions of its records that return a plotly figure, in the current language.

Jupyter draws them from `application/vnd.plotly.v1+json` with the extension that comes with plotly: no script goes into
the notebook, and the pictures are still there when it is opened without a kernel or a network.
"""

import plotly.io as pio

from sim.plots.change import waterfall
from sim.plots.cost_curve import cost_curve
from sim.plots.customers import customer_life
from sim.plots.deliveries import delivery_map
from sim.plots.desk import hourly_desk
from sim.plots.gantt import gantt
from sim.plots.measures import measure
from sim.plots.needs import customer_stages, losses
from sim.plots.offers import costs_by_year, scores_by_weight, value_by_use
from sim.plots.orders import order_life
from sim.plots.overview import causes, money, scorecard, stages
from sim.plots.relations import bonds, knowledge, shares
from sim.plots.survival import survival
from sim.plots.value import lifetime, lorenz, value_terms
from sim.plots.weeks import on_time_by_week

__all__ = [
    "bonds",
    "causes",
    "cost_curve",
    "costs_by_year",
    "customer_life",
    "customer_stages",
    "delivery_map",
    "gantt",
    "hourly_desk",
    "knowledge",
    "lifetime",
    "lorenz",
    "losses",
    "measure",
    "money",
    "on_time_by_week",
    "order_life",
    "scorecard",
    "scores_by_weight",
    "shares",
    "stages",
    "survival",
    "value_by_use",
    "value_terms",
    "waterfall",
]

# Before version 7 plotly writes its whole script, 4 MB, into the notebook. A renderer chosen by the user stays.
if pio.renderers.default == "plotly_mimetype+notebook":
    pio.renderers.default = "plotly_mimetype"
