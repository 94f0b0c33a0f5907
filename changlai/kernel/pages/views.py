"""The pages that say no: in plain words, with the next step, never an error code alone."""

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from changlai.kernel.errors import FULL, RuleBroken, trouble_of
from changlai.kernel.pages.kept import kept_form

log = logging.getLogger(__name__)


def sentence_page(
    request: HttpRequest,
    *,
    status: HTTPStatus,
    title: str,
    sentence: str,
    advice: str = "",
    keeps: bool = False,
) -> HttpResponse:
    """Answer with one page of words; if even its frame fails, with the bare words.

    `keeps` shows again what was typed, to be sent once more: nobody writes a complaint twice.
    """
    words: dict[str, Any] = {"heading": title, "sentence": sentence, "advice": advice}
    if keeps:
        words |= {"kept": kept_form(request)}
    try:
        return render(request, "pages/sentence.html", words, status=status)
    except Exception:
        # The frame asks the database for a menu; a broken database must still be explained.
        log.exception("the frame of an error page failed")
        return HttpResponse(render_to_string("pages/sentence_bare.html", words), status=status)


def said_no(request: HttpRequest, rule: RuleBroken) -> HttpResponse:
    """Show the sentence of a broken rule (409)."""
    return sentence_page(
        request,
        status=HTTPStatus.CONFLICT,
        title="这一步没有办成",
        sentence=rule.sentence,
        advice="您填写的内容没有丢，按返回键就能看到。",
        keeps=True,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that it is not there, or not for this person (404)."""
    return sentence_page(
        request,
        status=HTTPStatus.NOT_FOUND,
        title="没有找到这个页面",
        sentence="网址可能输错了，也可能这件事已经不对外公开。",
        advice="可以回首页重新找，或者打电话问中心的工作人员。",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this person may not open it (403)."""
    return sentence_page(
        request,
        status=HTTPStatus.FORBIDDEN,
        title="这个页面您不能打开",
        sentence="您现在的身份看不到这里的内容。",
        advice="如果您是工作人员，请换用自己的账号登录。",
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what the browser sent cannot be read (400)."""
    if isinstance(exception, RequestDataTooBig):
        sentence = "提交的文字太长，超过了能接收的大小。请缩短一些再提交。"
    elif isinstance(exception, TooManyFilesSent | TooManyFieldsSent):
        sentence = "一次提交的内容太多。请分几次提交。"
    else:
        sentence = "收到的内容不完整，没有保存。请返回后再提交一次。"
    return sentence_page(
        request, status=HTTPStatus.BAD_REQUEST, title="没有提交成功", sentence=sentence
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it broke on our side, and how when that is known (500, 503, 507)."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is not None:
        return sentence_page(
            request,
            status=HTTPStatus.INSUFFICIENT_STORAGE
            if trouble is FULL
            else HTTPStatus.SERVICE_UNAVAILABLE,
            title=trouble.title,
            sentence=trouble.sentence,
            advice=trouble.advice,
            keeps=True,
        )
    return sentence_page(
        request,
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title="页面出了问题",
        sentence="这是我们的问题，不是您操作错了。我们已经记下来了。",
        advice="请过一会儿再试。急事请直接打中心的电话。",
        keeps=True,
    )
