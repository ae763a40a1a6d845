"""What is found in a text, in its Markdown and in its raw HTML alike."""

import xml.etree.ElementTree as etree

from processes.text.rendering.links import Asker, PlacedLink
from processes.text.rendering.model import FoundImage, Pictures, Site
from processes.text.rendering.own_addresses import OwnAddresses
from processes.text.rendering.pictures import picture_element
from processes.text.rendering.prose import Prose


class Findings:
    """Takes down links and images in the order of the text; says what becomes of them."""

    def __init__(self, asker: Asker, site: Site, pictures: Pictures | None) -> None:
        self.asker = asker
        self.own = OwnAddresses(site)
        self.pictures = pictures
        self.prose = Prose()
        self.images: list[FoundImage] = []

    def image(self, src: str, alt: str, given: dict[str, str], in_link: bool) -> etree.Element:
        """Return what to show for an image; there is no link within a link."""
        self.images.append(FoundImage(src, alt))
        self.prose.add(alt)
        element = picture_element(src, alt, given, self.own, self.pictures)
        if element.tag == "a" and in_link:
            element.tag, element.attrib = "span", {}
        return element

    def address(self, href: str) -> tuple[str, PlacedLink | None]:
        """Return an address as it is to be written, and the page it leads to, if it is our own."""
        local = self.own.local(href)
        request = self.own.request(local) if local else None
        return local or href, self.asker.place(request) if request else None
