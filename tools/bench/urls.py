"""Our addresses and two more: the bare page and the bare POST, against which ours are measured."""

from django.urls import include, path

from tools.bench import bare

urlpatterns = [
    path("bench/bare/", bare.page, name="bare"),
    path("bench/post/", bare.post, name="bare_post"),
    path("", include("changlai.config.urls")),
]
