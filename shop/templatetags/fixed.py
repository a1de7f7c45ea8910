"""Django's `{% url %}` and `{% static %}`, which look an address up once.

Where nothing in it varies, that is. The head and foot of every page link to a dozen
pages. Looked up anew for each page, that took a fifth of a page's time.
"""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf

register = template.Library()


class FixedAddress(template.Node):
    """An address that is the same on every page of the program."""

    def __init__(self, node: URLNode | StaticNode) -> None:
        """Take Django's own node, which does the looking up."""
        self.node = node
        self.found: dict[tuple[str | None, str], str] = {}

    def render(self, context: Context) -> str:
        """Write the address, from memory after the first time."""
        where = get_urlconf(), get_script_prefix()
        if where not in self.found:
            self.found[where] = self.node.render(context)
        return self.found[where]


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    """Write an address, as Django's own tag does."""
    node = django_url(parser, token)
    told = [node.view_name, *node.args, *node.kwargs.values()]
    return FixedAddress(node) if not node.asvar and _fixed(told) else node


@register.tag
def static(parser: Parser, token: Token) -> template.Node:
    """Write the address of a static file, as Django's own tag does."""
    node = StaticNode.handle_token(parser, token)
    return node if node.varname or not _fixed([node.path]) else FixedAddress(node)


def _fixed(told: list[FilterExpression]) -> bool:
    return all(isinstance(each.var, str) and not each.filters for each in told)
