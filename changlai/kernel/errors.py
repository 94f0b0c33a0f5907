"""What can go wrong by rule: each exception names it and carries the sentence for the screen."""


class RuleBroken(Exception):
    """A rule of the house says no; nothing was written.

    `sentence` is one plain Chinese sentence for the person at the screen; it sits with
    the rule, so that every door (page, API, import) says the same.
    """

    sentence = "这一步现在不能做。"

    def __init__(self, sentence: str | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.sentence)


class NotAllowed(RuleBroken):
    """The actor may see the thing, but this verb is not theirs."""

    sentence = "您没有办理这一步的权限。"


class WrongStep(RuleBroken):
    """The thing is not in a state from which this step leads."""

    sentence = "这件事的状态已经变了,请刷新后再看。"


class BadInput(RuleBroken):
    """What was typed, sent or uploaded cannot be taken; the sentence says what to change."""

    sentence = "填写的内容有误,请检查后再提交。"
