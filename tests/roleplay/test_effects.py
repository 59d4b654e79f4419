"""What a talk does to the firm: the hooks of its outcome, and at a desk what each caller met."""

from __future__ import annotations

import pytest

from sim import InputError
from sim.experiments.talks import firm_of
from sim.roleplay.effects import effects, not_held
from sim.roleplay.games import played
from sim.roleplay.hooks import Hook, TalkEffects
from sim.roleplay.load import load_scenario, make_scenario
from tests.roleplay.test_talk import small

SHUNDA, COMPLAINTS = load_scenario("r1_shunda"), load_scenario("r2_complaints")


def of_kind(found: TalkEffects, kind: str) -> list[Hook]:
    return [hook for hook in found.hooks if getattr(hook, kind) is not None]


def test_a_talk_that_leads_nowhere_does_what_no_talk_does() -> None:
    for variant in SHUNDA.variants:
        assert effects(played(SHUNDA, variant, ["x_bye"])).hooks == not_held(SHUNDA, variant).hooks
    assert not_held(COMPLAINTS, "V1").hooks == ()


def test_an_unchecked_man_makes_the_stoppages_worse() -> None:
    (hook,) = effects(played(SHUNDA, "V1", ["a_accept", "x_bye"])).hooks
    assert hook.stoppages is not None
    assert hook.stoppages.left > 1


def test_an_hour_well_led_is_felt_by_every_caller_and_at_the_desk() -> None:
    good = effects(played(COMPLAINTS, "V1", COMPLAINTS.models["V1"]))
    assert [hook.contact.quality for hook in of_kind(good, "contact")] == [1.0] * 8
    assert [hook.mend.share for hook in of_kind(good, "mend")] == [0.8] * 8
    (treatment,) = of_kind(good, "treatment")
    assert treatment.treatment.manner == pytest.approx(0.8)
    assert treatment.treatment.explained == pytest.approx(0.5)
    (policy,) = of_kind(good, "policy")
    assert policy.policy["complaints.return_visit"] is True
    assert len(of_kind(good, "promise")) == 2


def test_an_hour_badly_led_makes_memories_worse() -> None:
    bad = effects(played(COMPLAINTS, "V1", ["take_k1", "regulation", "refuse"]))
    assert all(hook.mend.share < 0 for hook in of_kind(bad, "mend"))
    assert of_kind(bad, "promise") == of_kind(bad, "policy") == []
    (treatment,) = of_kind(bad, "treatment")
    assert treatment.treatment.manner == pytest.approx(0.3)


def test_the_firm_is_that_of_the_variant() -> None:
    assert firm_of(SHUNDA, "V1").name == "shunda"
    assert [len(firm_of(SHUNDA, variant).warehouse.stoppages) for variant in SHUNDA.variants] == [1, 1, 0]
    with pytest.raises(InputError, match="small names no firm"):
        firm_of(make_scenario(small(), "small"), "V1")


@pytest.mark.parametrize(
    "hook",
    [{}, {"contact": {"customer": "A1", "quality": 1}, "mend": {"customer": "A1", "share": 1}}, {"x": 1}],
)
def test_a_hook_is_exactly_one_thing(hook: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="hook"):
        TalkEffects.model_validate({"title": "t", "hooks": [hook]})
