"""XML as text, its names without their namespaces, with errors that say where."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline.errors import BadInput


def parsed(text: str) -> Element:
    """The root of an XML text. Raises BadInput, naming the line."""
    if "<!ENTITY" in text:
        raise BadInput("XML with entities of its own", remedy="save the captions in another form")
    try:
        # As text: what the file declares of its encoding was true of its bytes.
        root = ElementTree.fromstring(text.lstrip())  # noqa: S314
    except ElementTree.ParseError as error:
        raise BadInput(
            f"not XML: {error}",
            line=error.position[0],
            remedy="the file may have been cut off; fetch or export it again",
        ) from None
    for node in root.iter():
        node.tag = _bare(node.tag)
        node.attrib = {_bare(name): value for name, value in node.attrib.items()}
    return root


def text_of(node: Element) -> str:
    """What is written in a node and within its nodes, a line break for each `br`; other white space is a space."""
    for line in node.iter("br"):
        line.text = "\v"
    rows = "".join(node.itertext()).split("\v")
    return "\n".join(" ".join(row.split()) for row in rows)


def _bare(name: str) -> str:
    return name.rpartition("}")[2]
