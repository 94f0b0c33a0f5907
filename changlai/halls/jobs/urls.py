"""Addresses of the gig station."""

from changlai.halls.jobs.views import desk_matches, desk_people, desk_posts, own, posts
from changlai.kernel.pages.routes import centre_path, desk_path

app_name = "jobs"
urlpatterns = [
    centre_path("jobs/", posts.listing, "list"),
    centre_path("jobs/offer/", own.offer, "offer"),
    centre_path("jobs/card/", own.card, "card"),
    centre_path("jobs/mine/<uuid:pk>/", own.my_post, "my_post"),
    centre_path("jobs/matches/<uuid:pk>/", own.match, "match"),
    centre_path("jobs/<uuid:pk>/", posts.post, "post"),
    centre_path("jobs/<uuid:pk>/want/", posts.want, "want"),
    desk_path("jobs/", desk_posts.jobs, "desk_jobs"),
    desk_path("jobs/board/", desk_posts.board, "desk_board"),
    desk_path("jobs/skills/", desk_people.skills, "desk_skills"),
    desk_path("jobs/employers/", desk_people.employers, "desk_employers"),
    desk_path("jobs/employers/add/", desk_people.employer_add, "desk_employer_add"),
    desk_path("jobs/employers/<uuid:pk>/", desk_people.employer, "desk_employer"),
    desk_path(
        "jobs/employers/<uuid:pk>/change/", desk_people.employer_change, "desk_employer_change"
    ),
    desk_path("jobs/employers/<uuid:pk>/post/", desk_posts.add, "desk_add"),
    desk_path("jobs/cards/", desk_people.cards, "desk_cards"),
    desk_path("jobs/cards/add/", desk_people.card_add, "desk_card_add"),
    desk_path("jobs/cards/<uuid:pk>/", desk_people.card, "desk_card"),
    desk_path("jobs/matches/<uuid:pk>/", desk_matches.match, "desk_match"),
    desk_path("jobs/<uuid:pk>/", desk_posts.post, "desk_post"),
    desk_path("jobs/<uuid:pk>/change/", desk_posts.change, "desk_change"),
    desk_path("jobs/<uuid:pk>/want/", desk_matches.want, "desk_want"),
]
