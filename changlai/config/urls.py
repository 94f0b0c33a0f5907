"""All addresses: each app brings its own `urls.urlpatterns`; a hall is found, not added here."""

from django.urls import include, path

from changlai.kernel.registry.public import url_modules

urlpatterns = [path("", include(module)) for module in url_modules()]

handler404 = "changlai.kernel.pages.views.not_found"
handler500 = "changlai.kernel.pages.views.server_error"
handler403 = "changlai.kernel.pages.views.forbidden"
handler400 = "changlai.kernel.pages.views.bad_request"
