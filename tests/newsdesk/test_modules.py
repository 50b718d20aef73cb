from __future__ import annotations

from django.template import Context, Template

SCRIPT = '{% load modules %}{% module_preloads "reader.js" %}'


def test_what_a_script_starts_with_is_named_at_once() -> None:
    links = Template(SCRIPT).render(Context())

    assert '<link rel="modulepreload" href="/static/js/reader.js">' in links
    assert links.count("/static/js/offsets.js") == 1  # of places.js, which others import, too
    assert "/static/js/claims.js" not in links  # is fetched when it is first used
