from __future__ import annotations

from django.template import Context, Template

from newsdesk.templatetags.modules import module_preloads


def test_what_a_script_starts_with_is_named_at_once() -> None:
    links = Template('{% load modules %}{% module_preloads "reader.js" %}').render(Context())

    assert '<link rel="modulepreload" href="/static/js/reader.js">' in links
    assert "/static/js/offsets.js" in links  # imported by places.js, which is imported
    assert links.count("/static/js/offsets.js") == 1


def test_what_is_loaded_when_it_is_first_used_is_not_fetched_before() -> None:
    assert "/static/js/claims.js" not in module_preloads("reader.js")
