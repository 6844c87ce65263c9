"""With a case whose years are over goes what its disputes keep of people."""

from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from gongkai.site.applications import retention
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.models import Application
from gongkai.site.disputes.actions import registration
from gongkai.site.disputes.models import Claimant, DisputeFile
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases, disputed


@pytest.fixture
def filed(county: cast.County, settings: Settings, tmp_path: Path) -> Application:
    settings.MEDIA_ROOT = tmp_path
    application = disputed.answered(county)
    return endings.archive(cases.fresh(application), user=county.lin, at=cases.at("2024-02-20"))


def destroyed(application: Application, county: cast.County) -> list[str]:
    certificate = retention.destroy(
        county.wangshu, [application.number], "何川", "意见", user=county.lin, at=cases.at("2036-01-05")
    )
    return list(certificate.digests)


def test_who_brought_it_and_its_files_are_destroyed_with_the_case(
    county: cast.County,
    filed: Application,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    dispute = disputed.registered(county, application=filed, title="")
    registration.add_file(dispute, disputed.proof(), user=county.gao, at=cases.at("2024-12-20"))
    disputed.concluded(county, dispute, "upheld", "2024-04-10")
    digest = DisputeFile.objects.latest("pk").digest
    with django_capture_on_commit_callbacks(execute=True):
        assert digest in destroyed(filed, county)
    assert Claimant.objects.get().sealed == ""
    assert not DisputeFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert cast.browser(county.gao).get(f"/office/disputes/{dispute.pk}/").status_code == 200


def test_a_case_is_kept_while_a_dispute_about_it_is_pending(county: cast.County, filed: Application) -> None:
    dispute = disputed.registered(county, application=filed, title="")
    with pytest.raises(Refused, match=f"{dispute.number}还没有审结"):
        destroyed(filed, county)
    assert Claimant.objects.get().sealed
