from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_persons(apps, schema_editor):
    """Say whose each certificate is; until now that stood at its sign-up alone."""
    Certificate = apps.get_model("activities", "Certificate")
    SignUp = apps.get_model("activities", "SignUp")
    known = SignUp.objects.filter(centre_id=OuterRef("centre_id"), pk=OuterRef("sign_up_id"))
    Certificate.objects.filter(person=None).update(
        person_id=Subquery(known.values("person_id")[:1])
    )


class Migration(migrations.Migration):
    # Apart from the new columns: rows are not changed and tables altered in one transaction.
    dependencies = [("activities", "0003_log_of_colleagues")]

    operations = [migrations.RunPython(name_persons, migrations.RunPython.noop)]
