"""Django's `{% url %}`, `{% static %}` and `{% extends %}`, which look things up once.

Where nothing in them varies, that is. The head and foot of every page link to a dozen
pages. Looked up anew for each page, that took a fifth of a page's time.
"""

from __future__ import annotations

from django import template
from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.template.loader_tags import ExtendsNode, do_extends
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
        where = _where(context)
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


class Searched(NodeList):
    """The nodes of a template that others extend: each kind is looked for once."""

    def __init__(self, nodes: NodeList) -> None:
        """Take the template's own nodes."""
        super().__init__(nodes)
        self.found: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        """The nodes of this kind at any depth, from memory after the first time."""
        if nodetype not in self.found:
            self.found[nodetype] = super().get_nodes_by_type(nodetype)
        return self.found[nodetype]


class FixedParent(ExtendsNode):
    """Django's own node, which walks through all of its parent for blocks each time."""

    def get_parent(self, context: Context) -> Template:
        """The template that is extended; it stays in memory as Django keeps it."""
        parent = super().get_parent(context)
        if not isinstance(parent.nodelist, Searched):
            parent.nodelist = Searched(parent.nodelist)
        return parent


@register.tag
def extends(parser: Parser, token: Token) -> template.Node:
    """Fill the blocks of another template, as Django's own tag does."""
    node = do_extends(parser, token)
    return FixedParent(node.nodelist, node.parent_name)


def _where(context: Context) -> tuple[str | None, str]:
    """Return what addresses depend on; asked once for all links of a page."""
    known: tuple[str | None, str] | None = context.render_context.get("where")
    if known is None:
        known = get_urlconf(), get_script_prefix()
        context.render_context["where"] = known
    return known


def _fixed(told: list[FilterExpression]) -> bool:
    return all(isinstance(each.var, str) and not each.filters for each in told)
