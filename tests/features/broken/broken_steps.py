"""The few steps that the broken features need, with the holes that code can have."""

from pytest_bdd import given, parsers, then, when

from features.guards.fault import Differs, Misread
from features.guards.nearest import did_you_mean

GRADES = ("I", "II", "III", "IV", "V", "VI")


@given(parsers.parse("a patient with grade {grade}"))
def _(grade):
    if grade not in GRADES:
        raise Misread(f"grade {grade!r} is not one of I–VI. {did_you_mean(grade, GRADES)}")


@given("these findings")
def _(datatable):
    assert datatable


@when("the plan is drawn up")
def _():
    pass


@then("the eye is protected")
def _():
    pass


@then("the plan is fine in some future")
async def _():
    raise AssertionError("this is never raised")


@then("the mouth is protected")
def _():
    pass


@then(parsers.re("the (mouth|nose) is protected"))
def _():
    pass


@then("the ear is protected")
def _():
    return [].pop()


@then(parsers.parse("a {intervention} is offered"))
def _(intervention):
    raise Differs(
        f"expected: {intervention} is offered\ngot: held, it is too early (row nerve_graft_waits)"
    )
