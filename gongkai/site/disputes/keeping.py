"""销毁: with a case whose years are over goes what its disputes keep of people."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from ..applications.models import Application
from ..applications.retention import gone
from ..organs.actions import Refused
from .models import Claimant, Dispute, State


def destroy(application: Application, _on: date) -> list[str]:
    """Who brought the disputes about a case, and their files; digests of what there was.

    Facts and outcomes stay, as table four stands on them. Raises Refused while one is not over.
    """
    digests = []
    for dispute in Dispute.objects.select_for_update(of=("self",)).filter(application=application):
        if dispute.state not in (State.CONCLUDED, State.VOID):
            raise Refused(_("{number}还没有审结，所涉案卷不能销毁").format(number=dispute.number))
        for claimant in Claimant.objects.filter(dispute=dispute).exclude(sealed=""):
            digests.append(hashlib.sha256(claimant.sealed.encode()).hexdigest())
            claimant.sealed = ""
            claimant.save()
        for kept in dispute.files.all():
            digests.append(kept.digest)
            gone(kept.file)
            kept.delete()
    return digests
