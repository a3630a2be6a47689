"""Sizes of networks as their papers state them, and years in order."""

import pytest

from course_lib.experiments.factorial import FACTORS
from course_lib.history import IDEAS, KNOWN_SINCE, NETWORKS, RESULTS, WINTERS, units


def test_units_of_a_layer_that_looks_at_four_places():
    assert units([(4, 3, 2), (1, 10, 1)]) == (34, 16)


def test_the_zip_code_network_has_a_thousand_units_besides_its_256_inputs():
    assert units(NETWORKS["ZIP codes"][1])[0] == 1256 - 256


def test_alexnet_has_the_650_000_units_of_its_paper():
    assert units(NETWORKS["AlexNet"][1])[0] == pytest.approx(650_000, rel=0.02)


def test_every_ingredient_of_the_recipes_has_a_year():
    for name in ("activation", "start", "optimizer"):
        assert set(FACTORS[name]) <= set(KNOWN_SINCE)


@pytest.mark.parametrize("events", [IDEAS, RESULTS, WINTERS.values()])
def test_years_are_in_order(events):
    years = [year for year, _ in events]
    assert years == sorted(years)
