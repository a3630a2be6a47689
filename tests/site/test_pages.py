"""What a reader relies on: links lead somewhere, search finds, pages are light and fit."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
import yaml

FIRST_LOAD_KB = 350  # gzipped; the aim of the book, half of what it allows itself
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width + 1) return [];
  const scrolls = (e) => getComputedStyle(e).overflowX !== 'visible' && e !== document.body;
  const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (scrolls(p)) return true; return false; };
  return [...document.querySelectorAll('main *')]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !inside(e))
    .map((e) => e.tagName + ': ' + e.textContent.trim().slice(0, 40)).slice(0, 4);
}"""


class Page(HTMLParser):
    """Anchors and links of one HTML page."""

    def __init__(self, text: str):
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if known.get("id"):
            self.anchors.add(known["id"])
        for name in ("href", "src"):
            if known.get(name):
                self.links.append(known[name])


@pytest.fixture(scope="module")
def parsed(site_dir, page_names) -> dict[str, Page]:
    return {name: Page((site_dir / name).read_text("utf8")) for name in page_names}


@pytest.mark.browser
def test_every_link_of_the_site_leads_to_a_page_and_an_anchor(site_dir, parsed):
    broken = []
    for name, page in parsed.items():
        for link in page.links:
            if urlsplit(link).scheme or link.startswith(("//", "data:")):
                continue
            target, anchor = urldefrag(urljoin(name, link))
            path = unquote(urlsplit(target).path)
            if not (site_dir / path).exists():
                broken.append(f"{name}: {link}: no such file")
            elif anchor and path in parsed and unquote(anchor) not in parsed[path].anchors:
                broken.append(f"{name}: {link}: no such anchor")
    assert not broken, "\n".join(broken)


@pytest.mark.browser
def test_no_page_loads_anything_from_another_host(parsed):
    """Also what a browser would load only under some condition."""
    loads = re.compile(r"^(https?:)?//")
    outside = [
        f"{name}: {link}"
        for name, page in parsed.items()
        for link in page.links
        if loads.match(link) and re.search(r"\.(js|mjs|css|woff2?|ttf|png|svg|jpe?g)(\?|$)", link)
    ]
    assert not outside, "\n".join(outside)


def test_the_source_map_is_whole(root):
    """Every item of the five lectures stands in it once, with a place."""
    data = yaml.safe_load((root / "book/sources.yml").read_text("utf8"))
    counts = {"A": 21, "B": 27, "C": 16, "D": 17, "E": 6}
    for letter, lecture in data["lectures"].items():
        ids = [item["id"] for item in lecture["items"]]
        assert ids == [f"{letter}{number}" for number in range(1, counts[letter] + 1)]
        for item in lecture["items"]:
            assert item.get("at") or item.get("later"), f"{item['id']} has no place"
    assert set(data["lectures"]) == set(counts)


@pytest.mark.browser
def test_the_source_map_links_to_every_section_it_names(root, parsed):
    """An item of a chapter that exists has a link to an anchor of that chapter's page."""
    data = yaml.safe_load((root / "book/sources.yml").read_text("utf8"))
    links = parsed["book/sources.html"].links
    for lecture in data["lectures"].values():
        for item in lecture["items"]:
            for page, *_ in item.get("at", []):
                html = f"{page if '/' in page else 'chapters/' + page}.html"
                if html in parsed:
                    ends = [link for link in links if html.split("/")[-1] + "#" in link]
                    assert ends, f"{item['id']}: no link to {html}"


@pytest.mark.browser
def test_search_finds_a_word_of_the_text(site_url, page):
    page.goto(f"{site_url}/search.html?q=threshold")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.textContent)")
    assert any("Conventions" in text or "Glossary" in text for text in found), found


@pytest.mark.browser
def test_dark_mode_can_be_chosen_and_is_kept(site_url, page):
    page.goto(f"{site_url}/book/intro.html")
    background = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    button = page.locator(".theme-switch-button").first
    for _ in range(3):
        button.click()
        if page.evaluate("() => document.documentElement.dataset.theme") == "dark":
            break
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    page.goto(f"{site_url}/book/conventions.html")
    page.wait_for_timeout(300)
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(background) != light


@pytest.mark.browser
def test_first_load_of_every_page_is_light(site_dir, site_url, page_names, new_page):
    heavy = []
    for name in page_names:
        page = new_page()
        loaded: set[str] = set()
        page.on("requestfinished", lambda request, into=loaded: into.add(request.url))
        page.goto(f"{site_url}/{name}", wait_until="networkidle")
        files = {site_dir / urlsplit(url).path.lstrip("/") for url in loaded}
        weights = {f.name: len(gzip.compress(f.read_bytes(), 6)) for f in files if f.is_file()}
        total = sum(weights.values()) / 1000
        if total > FIRST_LOAD_KB:
            top = sorted(weights.items(), key=lambda pair: -pair[1])[:4]
            heavy.append(f"{name}: {total:.0f} KB, of which {top}")
        page.close()
    assert not heavy, "\n".join(heavy)


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_telephone(site_url, page_names, new_page):
    page = new_page(viewport={"width": 390, "height": 844})
    wide = []
    for name in page_names:
        page.goto(f"{site_url}/{name}", wait_until="load")
        page.wait_for_timeout(200)
        found = page.evaluate(WIDE)
        wide += [f"{name}: {found}"] if found else []
    assert not wide, "\n".join(wide)
