"""The Citus backend, as far as it can be tried without Citus: PostgreSQL but for two habits."""

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.utils import load_backend


def test_the_backend_loads_and_differs_in_two_habits() -> None:
    wrapper = load_backend("changlai.kernel.tenancy.citus").DatabaseWrapper

    assert issubclass(wrapper, PostgreSQL)
    assert wrapper.features_class.allows_group_by_selected_pks is False
    assert wrapper.SchemaEditorClass.sql_create_column_inline_fk is None
