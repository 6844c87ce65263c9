"""Open data of the annual reports, for programs: the files of now, and the dictionary."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from gongkai.annual_report import metrics

from . import open_data

router = Router()


class FileOut(Schema):
    name: str
    url: str
    words: str = Field(description="文件里有什么")
    type: str
    bytes: int
    sha256: str = Field(description="SHA256SUMS自己没有校验值，为空")


class DataOut(Schema):
    edition: str = Field(description="有报告公布或更正后改变；变了才需要重新下载")
    reports: int
    changed_at: datetime | None = Field(description="其中最新一次公布的时间；没有报告时为 null")
    dictionary_version: str
    licence: str
    files: list[FileOut]


class MetricOut(Schema):
    id: str = Field(description="单元格：表.行.列")
    column: str = Field(description="CSV和Parquet中的列名")
    table: str
    row: list[str] = Field(description="行的名称，由外到内")
    heading: list[str] = Field(description="列的名称，由外到内")
    unit: str
    type: str = Field(description="integer、decimal")
    forms: list[str] = Field(description="有这一格的报告格式；斜线后是地方变体")
    basis: list[str] = Field(description="条例的条、款、项")


class DerivedOut(Schema):
    id: str
    label: str
    definition: str
    numerator: list[str] = Field(description="分子：各单元格相加")
    denominator: list[str] = Field(description="分母：各单元格相加")
    denominator_less: list[str] = Field(description="从分母减去的单元格")
    smallest_denominator: int = Field(description="分母小于它时不计算")


class ChangeOut(Schema):
    version: str
    on: date
    what: str


class DictionaryOut(Schema):
    name: str
    version: str
    changes: list[ChangeOut]
    forms: dict[str, str]
    cells: list[MetricOut]
    derived: list[DerivedOut]


@router.get(
    "/data",
    response=DataOut,
    url_name="data",
    summary="全部年度报告的文件（JSON Lines、CSV、Parquet）、指标字典和校验值",
)
@decorate_view(conditional_page)
def data(request: HttpRequest) -> dict[str, Any]:
    return open_data.manifest(request)


@router.get(
    "/metrics", response=DictionaryOut, url_name="metrics", summary="指标字典：每个单元格的含义和格式"
)
@decorate_view(conditional_page)
def dictionary(request: HttpRequest) -> dict[str, Any]:
    return metrics.dictionary()
