"""What of a case can be found by words: ordinary kinds only, and always the redacted words."""

from changlai.engines.cases.models import Case, PublicAnswer
from changlai.engines.cases.states import Secrecy
from changlai.kernel.search import public as search

CASE = "case"
PUBLIC_ANSWER = "public_answer"


def keep_searchable(case: Case) -> None:
    """Index a case anew; one for handlers only is not indexed at all."""
    if case.secrecy != Secrecy.ORDINARY:
        return
    search.index(
        case.centre_id,
        case.pk,
        CASE,
        "\n".join(
            part
            for part in (
                case.number,
                case.title,
                case.text,
                case.place_text,
                case.reporter_alias,
                case.outside_number,
                case.answer,
            )
            if part
        ),
        at=case.opened_at,
    )


def keep_public_searchable(public: PublicAnswer) -> None:
    """Index what everyone may read."""
    search.index(
        public.centre_id,
        public.pk,
        PUBLIC_ANSWER,
        f"{public.question}\n{public.answer}",
        at=public.published_at,
    )


def take_down(case: Case) -> None:
    """Delete the public row of a case and its words in the search."""
    for public in PublicAnswer.objects.of(case.centre_id).filter(case=case):
        search.drop(case.centre_id, public.pk)
        public.delete()
