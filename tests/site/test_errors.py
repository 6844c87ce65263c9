"""What a person reads where a request cannot be served: Chinese, and what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings


@pytest.mark.django_db
def test_an_upload_over_the_limit_is_told_the_limit(client: Client) -> None:
    file = SimpleUploadedFile("big.txt", b"x" * (4 * 1024 * 1024))
    with override_settings(GONGKAI_UPLOAD_LIMIT=1024 * 1024):
        response = client.post("/office/sign-in/", {"login": "lin.xiao", "file": file})
    assert response.status_code == 413
    assert "一个文件不能超过 1 MB" in response.content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_told_in_chinese(client: Client) -> None:
    response = client.get("/没有/")
    assert response.status_code == 404
    assert "首页" in response.content.decode()
