"""Address of a stored file; the same for all centres, since the signature names the centre."""

from django.urls import path

from changlai.kernel.files import views

app_name = "files"
urlpatterns = [path("f/<uuid:pk>/", views.show, name="show")]
