"""What stands in the gallery: for each picture the code that draws it, and the question that it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A picture. name: of its file; code: an expression; en, zh: what it answers."""

    name: str
    code: str
    en: str
    zh: str


@dataclass(frozen=True)
class Section:
    """Pictures that belong together. prepare: code that their own needs, run once."""

    en: str
    zh: str
    prepare: str
    entries: tuple[Entry, ...]


SECTIONS = (
    Section(
        "A year at a firm",
        "公司的一年",
        "from sim import load_case, plots, run\n\n"
        "corner = load_case('corner')\nyear = run(corner)\norders = year.records['orders']",
        (
            Entry("scorecard", "plots.scorecard(year)", "How good is the service?", "服务水平怎么样？"),
            Entry(
                "on_time_by_week",
                "plots.on_time_by_week(year)",
                "Which weeks were the worst, and what made orders late in them?",
                "哪几周最差？这几周的订单为什么晚到？",
            ),
            Entry("causes", "plots.causes(year)", "What goes wrong most often?", "哪类问题最多？"),
            Entry("stages", "plots.stages(year)", "Where does the time go?", "时间花在哪个环节？"),
            Entry("money", "plots.money(year)", "What becomes of the income?", "收入用到哪里去了？"),
            Entry(
                "hourly_desk",
                "plots.hourly_desk(year)",
                "At which hours do customers wait for a clerk?",
                "客户在哪些时段等客服人员？",
            ),
            Entry(
                "customer_stages",
                "plots.customer_stages(year, [22, 18, 21])",
                "Where do the orders of single customers lose time?",
                "几家客户的订单各在哪里耽误了时间？",
            ),
            Entry("losses", "plots.losses(year)", "What do failures cost?", "各种差错的代价有多大？"),
            Entry(
                "delivery_map",
                "plots.delivery_map(year)",
                "Where do the orders go, and where are they late?",
                "订单送到哪里？哪里容易晚到？",
            ),
        ),
    ),
    Section(
        "The twelve measures and the perfect order",
        "十二项指标与完美订单",
        "",
        tuple(
            Entry(f"measure_{name}", f"plots.measure(year, {name!r})", en, zh)
            for name, en, zh in (
                ("m01", "Which goods are short most often?", "哪些货物最常缺货？"),
                ("m02", "When are goods out of stock?", "什么时候缺货？"),
                ("m03", "Does an incident on the way damage goods?", "途中事故会损坏货物吗？"),
                (
                    "m04",
                    "How long are order cycles, and how long may they be?",
                    "订货周期有多长？承诺的又是多长？",
                ),
                ("m05", "How long does a customer wait, by channel?", "各渠道的客户要等多久？"),
                ("m06", "How long does the warehouse take, by hour?", "仓库备货要多久？各时段有什么不同？"),
                ("m07", "Which orders are not shipped complete?", "哪些订单发货不完整？"),
                ("m09", "Whom does the minimum order turn away?", "最低订货量把谁挡在门外？"),
                ("m10", "When are special requests refused?", "特殊要求什么时候被拒绝？"),
                ("m11", "Who carries urgent orders in time?", "加急订单由谁按时送到？"),
                (
                    "m12",
                    "In which channel and at which hour does nobody answer in time?",
                    "哪个渠道、哪个时段应答不及时？",
                ),
                (
                    "perfect",
                    "Which of the seven rights fails, and which one alone?",
                    "七个“合适”中哪一个没有做到？哪一个单独出错？",
                ),
            )
        ),
    ),
    Section(
        "One order, one customer",
        "一张订单，一家客户",
        "from sim import one_who_left\n\n"
        "managers = {'relations.managers': 4, 'relations.visits': {'A': 12, 'B': 6, 'C': 0}, 'crm.operational': True}\n"
        "half_years = {name: [run(corner, levers, weeks=weeks) for weeks in (4, 13, 26)]\n"
        "              for name, levers in {'today': {}, 'with managers': managers}.items()}\n"
        "late = orders[(orders['delivered'] > orders['promised']) & (orders['cause'] == 'stock')].iloc[0]",
        (
            Entry(
                "order_life",
                "plots.order_life(year, late['order'])",
                "Where did this order lose its time?",
                "这张订单的时间耽误在哪里？",
            ),
            Entry(
                "customer_life",
                "plots.customer_life(year, one_who_left(year))",
                "Why did this customer leave?",
                "这家客户为什么流失？",
            ),
            Entry(
                "knowledge",
                "plots.knowledge({name: runs[-1] for name, runs in half_years.items()}, customer=0)",
                "What does the firm know of a customer?",
                "公司了解这家客户的哪些情况？",
            ),
            Entry(
                "bonds",
                "plots.bonds(half_years, customers=range(10))",
                "How well do the firm's people know these customers?",
                "公司的员工与这些客户有多熟？",
            ),
        ),
    ),
    Section(
        "What a change does",
        "改变的效果",
        "from sim import compare, explain, sweep, warm_up\n\n"
        "more = {'stock.safety_factor': 3.0}\n"
        "less = {'stock.safety_factor': 0.5}\n"
        "worse = run(corner, corner.policy.replace(**less))\n"
        "grid = {'desk.clerks': [1, 2, 3], 'stock.safety_factor': [1.0, 2.0, 3.0]}\n"
        "points = sweep(corner, grid, weeks=26, replications=4)\n"
        "settling = warm_up(corner, 'm08', weeks=20, replications=4)",
        (
            Entry(
                "explanation",
                "explain(year, worse).figure('m08')",
                "Why did a measure change?",
                "指标为什么变了？",
            ),
            Entry(
                "comparison",
                "compare(corner, {'today': {}, 'more stock': more, 'less stock': less}, replications=5, weeks=26)"
                ".figure('m08')",
                "Is the difference more than luck?",
                "差别是不是偶然造成的？",
            ),
            Entry(
                "survival",
                "plots.survival({'today': year, 'less stock': worse})",
                "How many customers are still there after some months?",
                "几个月以后还剩多少客户？",
            ),
            Entry(
                "sweep",
                "points.figure()",
                "Which policies give the most service for their cost?",
                "哪些方案用同样的成本换来最好的服务？",
            ),
            Entry(
                "warm_up",
                "settling.figure()",
                "From which week on does the start no longer show?",
                "从第几周起不再受起始状态影响？",
            ),
        ),
    ),
    Section(
        "The best level of service",
        "最佳服务水平",
        "from sim import ideal_twin, service_path\n\n\n"
        "def pairs(level):\n"
        "    years = [run(corner, service_path(level, corner), replication=number) for number in range(3)]\n"
        "    return [(one, ideal_twin(one)) for one in years]\n\n\n"
        "levels = {level: pairs(level) for level in (0, 0.2, 0.35, 0.5, 0.65, 0.8, 1)}",
        (
            Entry(
                "cost_curve",
                "plots.cost_curve(levels)",
                "How much service is best?",
                "服务做到什么程度最好？",
            ),
        ),
    ),
    Section(
        "Several firms in one market",
        "同一市场中的几家公司",
        "from sim import run_market\n\n"
        "firms = {'red': {}, 'blue': {'price.level': 0.95}, 'green': less}\n"
        "markets = [run_market(corner, firms, weeks=26, replication=number) for number in range(4)]",
        (
            Entry(
                "market",
                "markets[0].figure()",
                "Who has the customers, who has the profit?",
                "谁的客户多？谁的利润高？",
            ),
            Entry(
                "shares",
                "plots.shares({name: [market.firms[name] for market in markets] for name in firms})",
                "Whose share grows, and is that more than luck?",
                "谁的份额在增长？是不是偶然？",
            ),
        ),
    ),
    Section(
        "An order log of one's own",
        "自己的订单数据",
        "import pandas as pd\n\nfrom sim import read_orders\nfrom sim.plots.log import cycle_hours, on_time_by_group\n\n"
        "begin = pd.Timestamp(corner.calendar.start)\n"
        "columns = ('placed', 'promised', 'delivered')\n"
        "times = {name: begin + pd.to_timedelta(orders[name], unit='s') for name in columns}\n"
        "table = pd.DataFrame({'order': orders['order'], 'lane': orders['lane'].astype(str), **times})\n"
        "log = read_orders(table)",
        (
            Entry(
                "log_groups",
                "on_time_by_group(log.by('lane'), 'lane')",
                "On which lanes are promises kept?",
                "哪些线路准时？",
            ),
            Entry(
                "log_cycle",
                "cycle_hours(log.records)",
                "How long did the orders take?",
                "订单从接单到送达用了多久？",
            ),
        ),
    ),
    Section(
        "What customers are worth",
        "客户的价值",
        "from sim.course.lessons.value_tables import factors, offers\n"
        "from sim.measures.contribution import contributions\n\n"
        "customers = contributions(year.records, corner)",
        (
            Entry("lorenz", "plots.lorenz(customers)", "Who brings how much?", "谁带来多少？"),
            Entry(
                "value_terms",
                "plots.value_terms((factors() * offers().diff(-1, axis=1).iloc[:, 0]).T.to_dict())",
                "To whom is which of two offers worth more?",
                "对哪类客户，哪一家更值？",
            ),
            Entry(
                "lifetime",
                "plots.lifetime({'A': 0.95, 'B': 0.9, 'C': 0.6})",
                "What is each year of a customer worth?",
                "客户的每一年值多少？",
            ),
        ),
    ),
    Section(
        "Offers",
        "供应商的报价",
        "from sim.course.lessons.choosing_a_crm import criteria_weights, offer_costs, offer_points",
        (
            Entry(
                "scores_by_weight",
                "plots.scores_by_weight(offer_points(), criteria_weights(), criteria_weights().index[1], "
                "offer_points().index[2:3])",
                "How much hangs on one weight?",
                "一项权重影响多大？",
            ),
            Entry(
                "costs_by_year",
                "plots.costs_by_year(offer_costs())",
                "What do the offers cost, and when?",
                "各家要花多少钱，什么时候花？",
            ),
            Entry(
                "value_by_use",
                "plots.value_by_use(offer_costs().groupby('vendor')['amount'].sum(), 180_000)",
                "How far must a system be used to pay?",
                "系统要用到什么程度才划算？",
            ),
        ),
    ),
    Section(
        "A plan",
        "计划",
        "days = {'choose the system': 10, 'clean the files': 15, 'pilot': 20, 'train the staff': 8, 'start': 1}\n"
        "after = {'pilot': ['choose the system'], 'train the staff': ['choose the system'],\n"
        "         'start': ['pilot', 'train the staff', 'clean the files']}",
        (Entry("gantt", "plots.gantt(days, after)", "What must not be late?", "哪些工作不能拖延？"),),
    ),
    Section(
        "Causes and effects",
        "因果关系",
        "from sim import causal_map",
        (
            Entry(
                "causal_map",
                "causal_map('desk.clerks')",
                "What does a lever act on?",
                "一项管理手段影响什么？",
            ),
        ),
    ),
)

IN_CHINESE = {
    "'today'": "'现状'",
    "'more stock'": "'加大库存'",
    "'less stock'": "'减少库存'",
    "'red'": "'红'",
    "'blue'": "'蓝'",
    "'green'": "'绿'",
    "'choose the system'": "'选定系统'",
    "'clean the files'": "'清理档案'",
    "'pilot'": "'试点'",
    "'train the staff'": "'培训员工'",
    "'start'": "'上线'",
    "log.by('lane'), 'lane'": "log.by('lane'), '线路'",
    "'with managers'": "'配备客户经理'",
}
"""Names that the code gives, in the Chinese gallery."""


def in_language(code: str, lang: str) -> str:
    """The code with names in a language."""
    if lang == "zh":
        for english, chinese in IN_CHINESE.items():
            code = code.replace(english, chinese)
    return code
