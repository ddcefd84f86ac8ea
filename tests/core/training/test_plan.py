"""A plan checks itself, and trains as the same fields given as keywords do."""

import math
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import numpy as np
import pytest

import core.training
from core.network import Network
from core.training.plan import TrainingPlan
from core.training.run import train, train_many

X, Y = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0.0, 1.0, 0.5]
NET = Network.random([2, 3, 1], "tanh", 0)
PLAN = TrainingPlan(epochs=4, batch_size=2, learning_rate=0.1, optimizer="adam", seed=3, l2=0.01)


def test_a_plan_trains_as_its_fields_do() -> None:
    as_keywords: dict[str, Any] = {f.name: getattr(PLAN, f.name) for f in fields(PLAN)}
    by_plan, by_fields = train(NET, X, Y, plan=PLAN), train(NET, X, Y, **as_keywords)
    np.testing.assert_array_equal(by_plan.train_loss, by_fields.train_loss)
    (one,) = train_many([NET], X, Y, PLAN)
    np.testing.assert_array_equal(one.train_loss, by_plan.train_loss)


def test_a_plan_is_a_value() -> None:
    assert replace(PLAN, seed=3) == PLAN
    assert replace(PLAN, seed=4) != PLAN
    assert replace(PLAN, learning_rate=1, dtype="float32") == replace(
        PLAN, learning_rate=1.0, dtype=np.float32
    )
    assert len({PLAN, replace(PLAN)}) == 1
    with pytest.raises(FrozenInstanceError):
        PLAN.epochs = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"epochs": 0}, "epochs must be a whole number of at least 1, got 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number of at least 1, got 2.5"),
        ({"learning_rate": math.nan}, "learning_rate must be a finite number above 0, got nan"),
        ({"optimizer": "newton"}, "optimizer must be one of sgd, momentum, adam; got 'newton'"),
        ({"loss": "hinge"}, "loss must be one of half_squared_error, cross_entropy; got 'hinge'"),
        ({"shuffle": "no"}, "shuffle must be True or False, got 'no'"),
        ({"seed": -1}, "seed must be a whole number of at least 0, a Generator or None, got -1"),
        ({"dtype": "half"}, "dtype must be float64 or float32, got 'half'"),
        ({"l1": -1}, "l1 must be a finite number of at least 0, got -1"),
        ({"l2": math.inf}, "l2 must be a finite number of at least 0, got inf"),
        ({"max_snapshots": 1}, "max_snapshots must be a whole number of at least 2, got 1"),
    ],
)
def test_a_plan_checks_each_field(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(PLAN, **wrong)


def test_every_field_is_documented_once() -> None:
    documented = TrainingPlan.__doc__ or ""
    for field in fields(TrainingPlan):
        described = [
            line for line in documented.splitlines() if f"{field.name} :" in line.replace(",", " :")
        ]
        assert len(described) == 1, field.name


@pytest.mark.parametrize("function", [train, lambda net, *a, **k: train_many([net], *a, **k)])
def test_a_wrong_call_says_what_there_is(function: Any) -> None:
    with pytest.raises(TypeError, match=r"argument 'epoch'; the fields of a TrainingPlan are epo"):
        function(NET, X, Y, epoch=1, batch_size=1, learning_rate=1)
    with pytest.raises(TypeError, match=r"either a plan or its fields, got a plan and seed, l1; "):
        function(NET, X, Y, PLAN, seed=1, l1=0.1)
    with pytest.raises(TypeError, match="'batch_size' and 'learning_rate'"):
        function(NET, X, Y, epochs=1)
    with pytest.raises(ValueError, match="plan must be a TrainingPlan, got 3"):
        function(NET, X, Y, 3)


def test_the_room_offers_what_a_user_needs() -> None:
    assert core.training.train is train
    assert core.training.TrainingPlan is TrainingPlan
    assert set(core.training.__all__) <= vars(core.training).keys()
