"""分流: what somebody was about to apply for is published already."""

from datetime import date

from django.db import transaction
from django.db.models import F

from ...disclosure.models import Item
from ...ledger import actions as ledger
from ...organs.models import Organ
from ..public_models import Deflection


@transaction.atomic
def deflect(organ: Organ, item: Item, *, on: date) -> Deflection:
    """“这正是我要的”: one more of the day, for an item that anybody may read."""
    counted, _new = Deflection.objects.select_for_update().get_or_create(organ=organ, on=on, item=item)
    Deflection.objects.filter(pk=counted.pk).update(count=F("count") + 1)
    counted.refresh_from_db()
    ledger.record(counted, "deflected", user=None, organ=organ.slug, item=item.pk, count=counted.count)
    return counted
