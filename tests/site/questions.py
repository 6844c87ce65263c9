"""Questions of the public on their way: asked, answered in review, answered in public."""

from gongkai.site.disclosure import actions, questions
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.disclosure.question_models import Question
from tests.cast import AT, County
from tests.site import items

TITLE = "农村宅基地申请要交哪些材料"
BODY = "家里分户想申请宅基地，要准备哪些材料？\n我的电话是13800000000。"
ANSWER = "交申请表、承诺书和户口簿。\n到便民服务中心综合窗口办理。"


def asked(county: County, title: str = TITLE, body: str = BODY) -> Question:
    question, _code = questions.ask(county.wangshu, title, body, at=AT)
    return fresh(question)


def drafted(county: County, question: Question) -> ItemVersion:
    return items.fresh(questions.draft_answer(question, ANSWER, user=county.gao, at=AT))


def submitted(county: County, question: Question) -> ItemVersion:
    version = drafted(county, question)
    actions.submit(version, user=county.gao, at=AT)
    return items.fresh(version)


def answered(county: County, question: Question) -> Item:
    version = items.passed(county, submitted(county, question))
    return actions.publish(version, version.digest, user=county.lin, at=AT)


def fresh(question: Question) -> Question:
    return Question.objects.select_related("organ", "item").get(pk=question.pk)
