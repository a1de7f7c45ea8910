"""What axe-core says is wrong with a page, and nothing of all that is right with it."""

from axe_playwright_python.sync_playwright import Axe

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PLAIN = Axe().axe_script
# Axe reads the same few colours thousands of times a page, which takes it longer than
# all else: it remembers what it read. Only the time differs.
REMEMBERING = """
(() => {
  const {Color} = axe.commons.color, known = new Map();
  const read = Color.prototype.parseString;
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, new Color(read.call(this, text)));
    const {r, g, b, alpha} = known.get(text);
    return Object.assign(this, {r, g, b, alpha});
  };
})()"""
SCRIPT = PLAIN + REMEMBERING
# No style sheet of ours stands on another host, and axe is loaded in no frame.
AT_ONCE = {"preload": False, "iframes": False}
HERE = "() => 'axe' in window"
# Not the whole of what axe returns: to read that takes longer than to find it.
RUN = """([where, options]) => axe.run(where || document, options)
    .then(done => done.violations.map(({id, nodes}) => (
        {id, nodes: nodes.map(({html, target}) => ({html, target}))}
    )))"""


def violations(page, *, rules=RULES, where=None):
    """Return what breaks one of `rules`: [{"id": …, "nodes": [{"html", "target"}]}].

    `rules` are tags or names of axe's rules; `where` is a context of axe's, else all.
    """
    page.wait_for_load_state()
    if not page.evaluate(HERE):
        page.evaluate(SCRIPT)
    options = {"runOnly": list(rules), "resultTypes": ["violations"]} | AT_ONCE
    return page.evaluate(RUN, [where, options])
