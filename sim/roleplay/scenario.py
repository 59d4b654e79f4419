"""A scenario: roles, facts, lines with their replies, aims and outcomes, as frozen data from a YAML file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.base.bilingual import BilingualText
from sim.base.validation import FrozenModel
from sim.roleplay.calls import Desk
from sim.roleplay.condition import ALWAYS, Condition
from sim.roleplay.fields import Act, Depth, Id, Level, Step, Variant, Wording
from sim.roleplay.hooks import Hook

Change = Annotated[int, Field(ge=-3, le=3)]
Points = Annotated[float, Field(ge=-10, le=10)]


class Players(FrozenModel):
    """How many people sit around one notebook, and how they may play."""

    min: Annotated[int, Field(ge=1, le=6)]
    max: Annotated[int, Field(ge=1, le=6)]
    modes: tuple[Literal["machine", "pair", "group"], ...]


class Start(FrozenModel):
    """Mood and trust of the other side at the beginning, 0 to 10."""

    mood: Level
    trust: Level


class Product(FrozenModel):
    """A number that follows from others: their product."""

    times: tuple[Id | int, ...]


class Role(FrozenModel):
    """A person in the talk; secret: text for this player only."""

    name: BilingualText
    public: BilingualText
    secret: Wording
    player: bool = False
    machine: bool = False


class Fact(FrozenModel):
    """A fact that the other side knows and may tell; step: the step of the interview to which it belongs."""

    depth: Depth
    step: Step
    note: Wording
    needs: Condition = ALWAYS


class Reply(FrozenModel):
    """An answer of the other side, and what follows from it.

    tell: facts told in full; thin: facts told in part; left: caps the exchanges that remain; miss: the line was beside
    the point; end: the talk is over. At a desk: promise: in how many minutes the player must ring back; content: the caller is
    content; rings_off: the call is over.
    """

    text: Wording
    when: Condition = Field(default=ALWAYS, alias="if")
    tell: tuple[Id, ...] = ()
    thin: tuple[Id, ...] = ()
    mood: Change = 0
    trust: Change = 0
    mark: Id | None = None
    flag: Id | None = None
    unflag: Id | None = None
    left: Annotated[int, Field(ge=0, le=60)] | None = None
    miss: bool = False
    end: bool = False
    promise: Annotated[int, Field(ge=1, le=600)] | None = None
    content: bool = False
    rings_off: bool = False


class Move(FrozenModel):
    """A line that the player can say, and the replies to it, of which the first that fits is given.

    also: other wordings of the line; when: whether it is offered; repeat: it may be said again; trap: tempting and
    wrong; evidence: facts that can be laid beside a proposal. At a desk: minutes: how long it takes; answers, rings_back: takes
    this call, or rings this caller back; waits: waits for what comes next.
    """

    id: Id
    act: Act
    say: Wording
    replies: tuple[Reply, ...] = Field(min_length=1)
    topic: Id | None = None
    step: Step | None = None
    also: dict[Literal["en", "zh"], tuple[str, ...]] = Field(default_factory=dict)
    when: Condition = ALWAYS
    repeat: bool = False
    trap: bool = False
    evidence: tuple[Id, ...] = ()
    minutes: Annotated[int, Field(ge=0, le=60)] = 0
    answers: Id | None = None
    rings_back: Id | None = None
    waits: bool = False

    @property
    def between_calls(self) -> bool:
        """Whether it is said with nobody on the line."""
        return self.waits or self.answers is not None or self.rings_back is not None


class Run(FrozenModel):
    """What the `from_`-th and each further one in a row changes."""

    from_: Annotated[int, Field(ge=2, le=10, alias="from")]
    mood: Change = 0
    trust: Change = 0
    say: BilingualText | None = None


class Again(FrozenModel):
    """The change when a line is said again, unless it now tells something new."""

    mood: Change = 0


class Evidence(FrozenModel):
    """Facts laid beside a proposal: how many at most, and with which marks each of them counts."""

    most: Annotated[int, Field(ge=1, le=5)]
    with_: tuple[Id, ...] = Field(alias="with")


class Unlicensed(FrozenModel):
    """A mark for certain lines said without a flag."""

    unless_flag: Id
    moves: tuple[Id, ...]
    mark: Id


class TalkEnds(FrozenModel):
    """The mood at which the other side ends the talk."""

    mood: Level


class Rules(FrozenModel):
    """Rules that apply by themselves. misses: lines beside the point; closed_run: closed questions in a row."""

    closed_run: Run | None = None
    misses: Run | None = None
    again: Again | None = None
    evidence: Evidence | None = None
    unlicensed: Unlicensed | None = None
    talk_ends: TalkEnds = TalkEnds(mood=0)


class Aim(FrozenModel):
    """An aim of the player, with its points.

    facts: points for a fact told in full and in part; order: a point for each pair of steps in this order; marks: points a
    mark, a loss each time; best_of: groups of marks of which only the best counts; each_time: gains count each time as well.
    """

    max: Annotated[int, Field(ge=1, le=30)]
    title: BilingualText
    facts: dict[Id, tuple[Points, Points]] = Field(default_factory=dict)
    order: tuple[tuple[Step, Step], ...] = ()
    marks: dict[Id, Points] = Field(default_factory=dict)
    best_of: tuple[tuple[Id, ...], ...] = ()
    each_time: bool = False


class Outcome(FrozenModel):
    """What happens after the talk; the first outcome whose condition holds counts."""

    id: Id
    text: BilingualText
    when: Condition = Field(default=ALWAYS, alias="if")
    hooks: tuple[Hook, ...] | dict[Variant, tuple[Hook, ...]] = ()
    """What it does to the firm in the simulation."""


class FirmOf(FrozenModel):
    """The firm in which a talk has effects: a case, and changed fields of it, for all variants or for one."""

    case: str
    change: dict[str, Any] = Field(default_factory=dict)
    by_variant: dict[Variant, dict[str, Any]] = Field(default_factory=dict)


class Cues(FrozenModel):
    """Words of typed lines that belong to a topic."""

    en: tuple[str, ...]
    zh: tuple[str, ...]


class Scenario(FrozenModel):
    """A role-play as data.

    exchanges: how many lines the player has; variants: secret structures, one of which each student gets; draws: numbers
    in the texts; firm: where its effects show; steps: titles other than those of an interview; desk: calls that come in;
    models: for each variant lines in an order that brings all points.
    """

    format: Literal[1]
    id: Id
    title: BilingualText
    concepts: tuple[str, ...]
    minutes: Annotated[int, Field(ge=5, le=90)]
    players: Players
    exchanges: Annotated[int, Field(ge=4, le=100)]
    start: Start
    variants: tuple[Variant, ...] = Field(min_length=1, max_length=6)
    draws: dict[Id, tuple[int, ...] | Product] = Field(default_factory=dict)
    roles: dict[Id, Role]
    opening: BilingualText
    facts: dict[Id, Fact]
    moves: tuple[Move, ...] = Field(min_length=4, max_length=200)
    rules: Rules = Rules()
    aims: dict[Id, Aim]
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    debrief: tuple[BilingualText, ...] = Field(min_length=1)
    topics: dict[Id, Cues]
    firm: FirmOf | None = None
    steps: dict[Step, BilingualText] = Field(default_factory=dict)
    desk: Desk | None = None
    models: dict[Variant, tuple[Id, ...]] = Field(default_factory=dict)

    def __repr__(self) -> str:
        """Id and title, in the current language."""
        return f"{self.id}: {self.title}"

    @cached_property
    def by_id(self) -> dict[str, Move]:
        """The lines by id."""
        return {move.id: move for move in self.moves}

    @cached_property
    def as_json(self) -> str:
        """The whole scenario as one text."""
        return self.model_dump_json(by_alias=True)

    @property
    def maximum(self) -> int:
        """The most points that the talk can bring."""
        return sum(aim.max for aim in self.aims.values())

    @property
    def player(self) -> Role:
        """The role of the player."""
        return next(role for role in self.roles.values() if role.player)

    @property
    def partner(self) -> Role:
        """The role that the machine plays."""
        return next(role for role in self.roles.values() if role.machine)

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every condition, with its place in the file."""
        for name, fact in self.facts.items():
            yield f"facts.{name}.needs", fact.needs
        for move in self.moves:
            yield f"moves.{move.id}.when", move.when
            for number, reply in enumerate(move.replies, start=1):
                yield f"moves.{move.id}.replies.{number}.if", reply.when
        for outcome in self.outcomes:
            yield f"outcomes.{outcome.id}.if", outcome.when

    def wordings(self) -> Iterator[tuple[str, Wording]]:
        """Every text that a player reads in the talk or on a card, with its place in the file."""
        for name, role in self.roles.items():
            yield f"roles.{name}.public", role.public
            yield f"roles.{name}.secret", role.secret
        yield "opening", self.opening
        for name, fact in self.facts.items():
            yield f"facts.{name}.note", fact.note
        for move in self.moves:
            yield f"moves.{move.id}.say", move.say
            for number, reply in enumerate(move.replies, start=1):
                yield f"moves.{move.id}.replies.{number}.text", reply.text
        for outcome in self.outcomes:
            yield f"outcomes.{outcome.id}.text", outcome.text
        for name, call in self.desk.calls.items() if self.desk else ():
            for piece, wording in call.texts.items():
                yield f"desk.calls.{name}.texts.{piece}", wording
