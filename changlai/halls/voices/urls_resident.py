"""Addresses of the voices hall that residents use."""

from changlai.halls.voices.views.resident import progress, say
from changlai.kernel.pages.routes import centre_path

resident_urlpatterns = [
    centre_path("say/", say.say, "say"),
    centre_path("say/elsewhere/", say.elsewhere, "elsewhere"),
    centre_path("say/paper/", say.blank, "blank"),
    centre_path("say/follow/<str:number>/", say.follow, "follow"),
    centre_path("say/receipt/<str:token>/", say.receipt, "receipt"),
    centre_path("progress/", progress.progress, "progress"),
    centre_path("progress/<str:token>/", progress.progress_of_code, "progress_of"),
    centre_path("voices/", progress.mine, "mine"),
    centre_path("voices/<uuid:pk>/", progress.own, "case"),
    centre_path("voices/<uuid:pk>/code/", progress.new_code, "new_code"),
    centre_path("answers/", progress.answers, "answers"),
    centre_path("answers/<uuid:pk>/", progress.answer, "answer"),
]
