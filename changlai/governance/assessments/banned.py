"""What may never be an indicator: marks of presence on a screen instead of work done (red lines).

国办函〔2026〕12号 and the domain text (section 0.2): log-ins, likes, forwards, online time, votes,
study minutes, installs, check-ins and photographs prove no service, and asking for them makes
forms. The words are looked for through whatever people put between their signs.
"""

import itertools
import re
import unicodedata
from typing import Final

from changlai.kernel.errors import BadInput

_IN_CHINESE: Final = (
    "登录 登陆 登錄 登入 上线率 上线次数 签到 簽到 打卡 刷脸 点赞 點讚 點贊 获赞 集赞 点踩 "
    "转发 轉發 分享次数 分享量 分享数 转载量 在线时长 在線時長 在线时间 在线率 使用时长 停留时长 "
    "活跃度 活跃率 活跃用户 日活 月活 投票数 投票量 投票率 投票次数 得票 票数 "
    "学习时长 学習時長 学习时间 学习分钟 学习积分 学习次数 学时 学分 积分 "
    "安装量 安装率 安装数 安装人数 装机 下载量 下载率 下载数 注册量 注册率 注册数 注册人数 "
    "关注数 关注量 粉丝 阅读量 浏览量 点击量 点击率 访问量 播放量 评论数 留言数 "
    "照片数 照片张数 张照片 传照片 拍照 截图 图片数 图片张数 留痕 视频数 视频条数 步数 轨迹 "
    "排名 排行 名次 位次"
)
_IN_ENGLISH: Final = (
    "login logins logon signin signins loggedin like likes liked forward forwards forwarded "
    "repost reposts retweet share shares onlinetime timeonline onlineduration onlineminutes "
    "onlinehours screentime vote votes votecount studyminutes studytime studyhours learningtime "
    "learningminutes install installs installed installation installations appinstall download "
    "downloads checkin checkins clockin photo photos photocount picture pictures screenshot "
    "screenshots pageview pageviews views clicks follower followers dau mau activeusers ranking "
    "rank leaderboard"
)
_CHINESE: Final = tuple(_IN_CHINESE.split())
_ENGLISH: Final = tuple(_IN_ENGLISH.split())
_LONG: Final = tuple(
    word
    for word in _ENGLISH
    if len(word) >= 9 or word in {"login", "logon", "checkin", "clockin", "signin"}
)
_WORDS: Final = re.compile(r"[a-z]+")
_TAKEN_FOR_OTHERS: Final = str.maketrans("01@$", "oias")


def banned_in(text: str) -> str:
    """Return the first word of `text` that may be no indicator, "" where there is none.

    Full-width signs, signs between the letters, invisible ones and capitals do not hide a word.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(mark for mark in plain if unicodedata.category(mark) not in {"Cf", "Mn", "Cc"})
    joined = "".join(mark for mark in plain if mark.isalnum())
    for word in _CHINESE:
        if word in joined:
            return word
    single = set(_WORDS.findall(plain))
    # log-in and check_in are two words to a reader of signs, one to everybody else.
    pairs = _WORDS.findall(plain)
    single |= {first + second for first, second in itertools.pairwise(pairs)}
    for word in _ENGLISH:
        if word in single:
            return word
    letters = "".join(_WORDS.findall(joined.translate(_TAKEN_FOR_OTHERS)))
    return next((word for word in _LONG if word in letters), "")


def refuse_banned(*texts: str) -> None:
    """Raise BadInput where a title, a criterion, a source or a formula names what is banned."""
    for text in texts:
        if word := banned_in(text):
            raise BadInput(
                f"“{word}”不能当考核指标：登录、点赞、转发、在线时长、投票数、学习时长、"
                "安装量、签到、照片数量，都不作考核依据，也不排名。请换成办成了什么事。"
            )
