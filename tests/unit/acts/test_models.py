"""What recorded tables promise to an erasure: it looks through none that it cannot find its rows in."""

import pytest

from wasl.acts.models import Recorded, recorded_models


@pytest.mark.parametrize("model", recorded_models(), ids=lambda model: model.__name__)
def test_a_table_of_closed_acts_is_asked_by_its_entry(model: type[Recorded]) -> None:
    beginnings = [model._meta.pk_fields[0].name, *(index.fields[0] for index in model._meta.indexes if index.fields)]

    assert model.from_open_acts or "entry" in beginnings
