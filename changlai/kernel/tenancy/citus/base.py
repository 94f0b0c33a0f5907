"""PostgreSQL with Citus, for `ENGINE = "changlai.kernel.tenancy.citus"`: two habits dropped."""

from typing import Any

from django.db.backends.postgresql import base, features, schema


class DatabaseFeatures(features.DatabaseFeatures):
    """On Citus the true key is (centre_id, id), so grouping by id alone is refused."""

    allows_group_by_selected_pks = False


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """A column and its foreign key are two statements: Citus takes one change at a time."""

    sql_create_column_inline_fk: Any = None


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend with those two changes."""

    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures
