"""How large an upload may be."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.FILES["file"].size)


urlpatterns = [path("receive/", receive)]


def send(client, size: int):
    file = BytesIO(b"x" * size)
    file.name = "report.docx"
    return client.post("/receive/", {"file": file})


def test_a_file_within_the_limit_arrives_whole(client, settings):
    settings.ROOT_URLCONF = __name__
    size = 3 * 1024 * 1024
    assert send(client, size).content == b"%d" % size


def test_a_larger_one_is_refused_in_chinese(client, db, settings):
    settings.ROOT_URLCONF = __name__
    settings.GONGKAI_UPLOAD_LIMIT = 1024
    answer = send(client, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1024)
    assert answer.status_code == 400 and "无法处理" in answer.content.decode()
