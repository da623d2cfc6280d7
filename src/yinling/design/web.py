"""The gallery page: every component with its example, in each theme."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from yinling.design.gallery import gallery_data
from yinling.design.pages import Request, signed_in_page

THEMES = ("desk", "public", "elder")


@signed_in_page
def gallery(request: Request) -> HttpResponse:
    """All components; `?theme=` chooses desk, public or elder."""
    chosen = request.GET.get("theme", "desk")
    theme = chosen if chosen in THEMES else "desk"
    return render(
        request,
        "design/gallery.html",
        {"base": f"design/{theme}.html", "themes": THEMES, "theme": theme, **gallery_data()},
    )


urlpatterns = [path("gallery/", gallery, name="gallery")]
