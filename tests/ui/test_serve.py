"""What the server adds to Streamlit: files, compression, the page's root, small packets at once."""

import asyncio
import gc
import gzip
import importlib.metadata
import re
import socket
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.ui.asgi import fetch, finished, get, scope_of
from ui import content, lesson_map, look, serve

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
LONG = b"export const x = 1;\n" * 500


@pytest.fixture
def site() -> ASGIApp:
    return Starlette(routes=serve.routes({}), middleware=serve.middleware())


# --- the live parts' files -------------------------------------------------------------------


def main(which: Any = serve) -> str:
    """Path of the entry script, in the app as it is or in another copy of it."""
    path: str = which.main_script()
    return path


def beside(name: str) -> str:
    """Path of another file in the entry script's folder."""
    return f"{main().rpartition('/')[0]}/{name}"


@pytest.mark.parametrize("base", ["", "/deep/base"])
@pytest.mark.parametrize("name", sorted(serve.modules()))
def test_every_module_is_there(site: ASGIApp, base: str, name: str) -> None:
    """At the root and below any base path, to be kept for ever."""
    answer = get(site, f"{base}/{beside(name)}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(serve.KINDS[Path(name).suffix])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.body == serve.modules()[name]


def test_the_modules_are_the_folders_files() -> None:
    """A file that is forgotten is a page that stays empty."""
    files = {path.name for path in serve.STATIC.iterdir() if path.suffix in (".js", ".css")}
    assert set(serve.modules()) == files | {"config.js"}
    assert {"main.js", "live.css"} <= files
    assert "config.js" not in files, "it is made, not written"
    assert re.fullmatch(r"live/[0-9a-f]{12}/main\.js", main())


@pytest.mark.parametrize("base", ["", "/deep/base"])
def test_plotly_is_there(site: ASGIApp, base: str) -> None:
    """One folder above the modules, so that it is loaded once for all their versions."""
    answer = get(site, f"{base}/live/{serve.PLOTLY}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert b"plotly.js v" in answer.body[:200]
    assert version("plotly") in serve.PLOTLY


def test_the_config_says_where_plotly_is(site: ASGIApp) -> None:
    """A module like the others; the name in it must be answered one folder above."""
    config = get(site, f"/{beside('config.js')}").body.decode()
    (name,) = re.findall(r'^export const PLOTLY = "([^"]+)";$', config, re.MULTILINE)
    assert get(site, f"/live/{name}").status == 200


IMPORTED = re.compile(
    r"""^import\s+(?:[^"';]*\bfrom\s+)?["']([^"']+)|^export\s+[^"';=]*\bfrom\s+["']([^"']+)""", re.M
)


COMES_LATER = re.compile(r"""\bimport\(["']([^"']+)["']\)""")


def imported(*, later: bool) -> set[str]:
    """The scripts that the first one brings along, at once or later."""
    seen: set[str] = set()
    coming = ["main.js"]
    while coming:
        name = coming.pop()
        if name in seen:
            continue
        seen.add(name)
        text = serve.modules()[name].decode()
        addresses = ["".join(pair) for pair in IMPORTED.findall(text)]
        for address in addresses + (COMES_LATER.findall(text) if later else []):
            assert re.fullmatch(r"\./[a-z_]+\.js", address), f"{name} imports {address}"
            assert address[2:] in serve.modules(), f"{name} imports {address}"
            coming.append(address[2:])
    return seen


def test_modules_import_each_other_by_names_that_are_served() -> None:
    """One wrong name and the browser refuses all of them; nothing comes from elsewhere."""
    scripts = {name for name in serve.modules() if name.endswith(".js")}
    seen = imported(later=True)
    assert scripts == seen, f"nothing imports {scripts - seen}"


def test_the_entry_names_every_style_sheet() -> None:
    """One that is not named is not loaded; and nothing is loaded from another server."""
    sheets = {name: body.decode() for name, body in serve.modules().items() if name[-4:] == ".css"}
    named = set(re.findall(r'"([a-z_]+\.css)"', serve.modules()["main.js"].decode()))
    assert named == set(sheets)
    for text in sheets.values():
        assert not re.search(r"@import|https?:|url\(\s*[\"']?//", text)


@pytest.mark.parametrize(
    "path",
    ["/live/000000000000/main.js", "/live/main.js", "/live/plotly.min.js", "/live/", "/live",
     "/live/../main.js", "/live/..%2fmain.js", "/live/a/b.js", "/x/live/plotly-0.0.0.min.js",
     "/live/MARK/nobody.js", "/live/MARK/icon.svg", "/live/MARK/../serve.py",
     "/live/MARK/..%2f..%2fserve.py", "/live/MARK/a/main.js", "/live/MARK/PLOTLY", "/live/MARK",
     "/live/MARK/MAIN.JS", "/live/MARK%00/main.js"],
)  # fmt: skip
def test_what_is_not_one_of_them_is_not_found(site: ASGIApp, path: str) -> None:
    """An old address after an update, and paths that try to climb out of the folder."""
    path = path.replace("MARK", main().split("/")[1]).replace("PLOTLY", serve.PLOTLY)
    answer = get(site, path, GZIP)
    assert answer.status == 404
    assert "cache-control" not in answer.headers, "a fault must not be kept for a year"
    assert b"Traceback" not in answer.body


def copy_of_serve(folder: Path, **files: str) -> Any:
    """The same module beside another folder of static files."""
    (folder / "static").mkdir(exist_ok=True)
    for stem, text in ({"main": "", "live": ""} | files).items():
        (folder / "static" / f"{stem}.js").write_text(text)
    source = folder / "serve_again.py"
    source.write_bytes(Path(serve.__file__).read_bytes())
    spec = spec_from_file_location("serve_again", source)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_addresses_change_with_any_of_the_files(tmp_path: Path) -> None:
    """They are kept for a year, so a changed file at the same address is never seen."""
    marks = [
        main(copy_of_serve(tmp_path, **files))
        for files in (
            {"main": "a", "chart": "b"},
            {"main": "a", "chart": "c"},
            {"main": "d", "chart": "b"},
            {"main": "a", "chart": "b"},
            {"main": "a", "chart": "b", "more": ""},
        )
    ]
    assert marks[0] == marks[3]
    assert len(set(marks)) == 4
    assert main(copy_of_serve(tmp_path, main="a", chart="b", more="")) != main()


def test_another_plotly_makes_other_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The config holds plotly's name: kept for a year, it would ask for the one of yesterday."""
    before = copy_of_serve(tmp_path)
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "99.0")
    after = copy_of_serve(tmp_path)
    assert "99.0" in after.PLOTLY
    assert b"99.0" in after.modules()["config.js"]
    assert main(after) != main(before)


# --- compression -----------------------------------------------------------------------------


class Counted:
    """An app that serves one body and counts how often it was asked."""

    def __init__(self, body: bytes = LONG, status: int = 200, **headers: str) -> None:
        self.body, self.status, self.headers, self.seen = body, status, headers, 0
        self.scope: Scope = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        self.seen, self.scope = self.seen + 1, scope
        headers = {k.replace("_", "-"): v for k, v in self.headers.items()}
        response = Response(self.body, self.status, headers, media_type="text/javascript")
        await response(scope, receive, send)


@pytest.fixture
def packings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of everything that was really compressed."""
    sizes: list[int] = []
    compress = gzip.compress

    def counted(body: bytes, *args: Any, **more: Any) -> bytes:
        sizes.append(len(body))
        return compress(body, *args, **more)

    monkeypatch.setattr(gzip, "compress", counted)
    return sizes


@pytest.mark.parametrize(
    "path", ["/static/js/index.js", "/static/a.css", "/live/main.js", "/base/static/a.svg",
             "/static/manifest.json"]
)  # fmt: skip
def test_files_are_compressed(path: str) -> None:
    """The 8 MB of a first load go out as 2.8 MB."""
    answer = get(serve.Compress(Counted()), path, GZIP)
    assert gzip.decompress(answer.body) == LONG
    assert len(answer.body) < len(LONG) / 10
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.status == 200


@pytest.mark.parametrize(
    ("path", "headers", "method"),
    [
        ("/static/js/index.js", {}, "GET"),
        ("/static/js/index.js", {"Accept-Encoding": "br, deflate"}, "GET"),
        ("/static/js/index.js", {"Accept-Encoding": "identity"}, "GET"),
        ("/static/js/index.js", {"Accept-Encoding": "gzip;q=0, identity"}, "GET"),
        ("/static/js/index.js", {"Accept-Encoding": "br, gzip; q=0.0"}, "GET"),
        ("/static/js/index.js", GZIP, "HEAD"),
        ("/static/js/index.js", GZIP, "POST"),
        ("/static/media/font.woff2", GZIP, "GET"),
        ("/static/icon.png", GZIP, "GET"),
        ("/_stcore/health", GZIP, "GET"),
        ("/media/figure.js", GZIP, "GET"),
    ],
)
def test_other_answers_pass_untouched(path: str, headers: dict[str, str], method: str) -> None:
    """Who does not take gzip cannot read it; pictures and fonts are compressed already."""
    inner = Counted()
    answer = get(serve.Compress(inner), path, headers, method=method)
    assert "content-encoding" not in answer.headers
    assert answer.body == LONG  # for HEAD it is the server that keeps it back
    assert inner.scope["headers"] == scope_of("http", path, headers)["headers"]


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "br;q=1.0, gzip;q=0.8", "deflate,gzip"])
def test_gzip_is_understood_as_browsers_write_it(accepted: str) -> None:
    """With and without a weight, alone and in a list."""
    answer = get(serve.Compress(Counted()), "/static/a.js", {"Accept-Encoding": accepted})
    assert gzip.decompress(answer.body) == LONG


def test_each_file_is_compressed_once(packings: list[int]) -> None:
    """A quarter of a second of processor time for each visitor is what this saves."""
    site = serve.Compress(Counted())
    first = get(site, "/static/a.js", GZIP)
    assert get(site, "/static/a.js", GZIP).body == first.body
    assert packings == [len(LONG)]


def test_made_up_base_paths_share_one_copy(packings: list[int]) -> None:
    """The routes answer below any path: each must not take up a place of its own."""
    site = serve.Compress(Counted())
    for n in range(5):
        assert gzip.decompress(get(site, f"/{n}/live/main.js", GZIP).body) == LONG
    assert len(packings) == 1


def test_two_files_of_one_length_are_two_files() -> None:
    """Kept by what they hold, not by how long they are."""
    site = serve.Compress(
        Starlette(
            routes=[
                Route("/static/{name}", lambda r: PlainTextResponse(r.path_params["name"] * 999))
            ]
        )
    )
    for name in ("a.js", "b.js", "a.js"):
        assert gzip.decompress(get(site, f"/static/{name}", GZIP).body) == name.encode() * 999


def test_a_changed_file_is_sent_changed() -> None:
    """At the same address and with the same length, as a maintainer's typo fix would be."""
    inner = Counted()
    site = serve.Compress(inner)
    get(site, "/static/a.js", GZIP)
    inner.body = LONG.replace(b"1", b"2")
    assert gzip.decompress(get(site, "/static/a.js", GZIP).body) == inner.body


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch, packings: list[int]) -> None:
    """A full store still serves, it only keeps no more."""
    monkeypatch.setattr(serve, "MOST_CACHED", 10)
    site = serve.Compress(Counted())
    for _ in range(2):
        assert gzip.decompress(get(site, "/static/a.js", GZIP).body) == LONG
    assert len(packings) == 2


@pytest.mark.parametrize(
    ("body", "status"), [(b"short", 200), (LONG, 404), (LONG, 500), (b"", 304)]
)
def test_small_and_failed_answers_stay_as_they_are(body: bytes, status: int) -> None:
    """Nothing gained by the first; the others are not the file and must not be kept."""
    answer = get(serve.Compress(Counted(body, status)), "/static/a.js", GZIP)
    assert (answer.status, answer.body) == (status, body)
    assert "content-encoding" not in answer.headers


def test_a_range_of_a_file_is_answered_with_the_whole() -> None:
    """A part of a compressed file is of no use, so the app is not asked for a part."""
    inner = Counted()
    answer = get(serve.Compress(inner), "/static/a.js", GZIP | {"Range": "bytes=0-9"})
    assert gzip.decompress(answer.body) == LONG
    names = {name for name, _ in inner.scope["headers"]}
    assert names.isdisjoint({b"range", b"accept-encoding"})


def test_a_streamed_file_is_put_together() -> None:
    """Streamlit's file answers come in pieces."""

    async def pieces(_: Request) -> Response:
        return StreamingResponse(iter([LONG[:7], LONG[7:2000], LONG[2000:]]))

    answer = get(
        serve.Compress(Starlette(routes=[Route("/static/a.js", pieces)])), "/static/a.js", GZIP
    )
    assert gzip.decompress(answer.body) == LONG
    assert len(answer.messages) == 2


def test_the_large_file_takes_little_over_the_wire(site: ASGIApp) -> None:
    """plotly.js is the largest piece of the 3 MB of a first load."""
    path = f"/live/{serve.PLOTLY}"
    answer = get(site, path, GZIP)
    assert len(answer.body) < 1.7e6
    assert gzip.decompress(answer.body) == get(site, path).body
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_modules_are_compressed_too(site: ASGIApp) -> None:
    """All that is worth it; those that come at once are a small part of a first load."""
    main = serve.modules()["main.js"].decode()
    styles = re.findall(r'"([a-z_]+\.css)"', main[main.index("const STYLES") :])
    at_once = imported(later=False) | set(styles)
    assert {"state.js", "live.css"} <= at_once
    assert "asked.js" not in at_once  # it comes with its page
    total = 0
    for name, body in serve.modules().items():
        answer = get(site, f"/{beside(name)}", GZIP)
        total += len(answer.body) if name in at_once else 0
        is_small = len(body) < serve.SMALLEST_COMPRESSED
        assert (answer.headers.get("content-encoding") == "gzip") is not is_small
        assert (answer.body if is_small else gzip.decompress(answer.body)) == body
    assert total < 66_000  # of the 3.3 MB that a first load may take


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", content.slugs()[1:])
def test_the_pictures_of_the_map_are_served_and_kept(site: ASGIApp, slug: str, theme: str) -> None:
    place = lesson_map.place(slug, theme)
    answer = get(site, f"/deep/base/live/{place}", GZIP)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    packed = answer.headers.get("content-encoding") == "gzip"
    body = gzip.decompress(answer.body) if packed else answer.body
    assert body.decode() == lesson_map.picture(slug)[theme]
    assert len(answer.body) < 4_000
    for other in (f"0{place[1:]}", place.replace(slug, "nobody"), place.replace(theme, "blue")):
        if other != place:
            assert get(site, f"/live/{other}").status == 404


def test_compressing_does_not_hold_up_other_visitors() -> None:
    """It runs beside the event loop: somebody else's question is answered meanwhile."""

    async def both() -> list[str]:
        done: list[str] = []

        async def big() -> None:
            body = b"".join(b"%d;" % (n * n) for n in range(400_000))
            await fetch(serve.Compress(Counted(body)), "/static/a.js", GZIP)
            done.append("big")

        async def small() -> None:
            await asyncio.sleep(0.01)
            done.append("small")

        await asyncio.gather(big(), small())
        return done

    assert finished(both()) == ["small", "big"]


# --- the page's root -------------------------------------------------------------------------

PAGE = "<!doctype html><html><head><title>σ</title></head><body><head></body></html>"


def page_site(body: str = PAGE, kind: str = "text/html; charset=utf-8") -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(body, media_type=kind)(scope, receive, send)

    return serve.PageRoot(app)


@pytest.mark.parametrize("path", ["/", "/line", "/base/line", "/line?w=2", ""])
def test_a_page_learns_its_root_and_gets_its_style_once(path: str) -> None:
    """The script comes first, the style last, and the rest of the page is untouched."""
    answer = get(page_site(), path)
    page = answer.body.decode()
    script = re.search(r"<head>(<script>.*?</script>)", page)
    assert script is not None
    assert "BACKEND_BASE_URL" in script[1]
    assert page.count("BACKEND_BASE_URL") == 1
    style = f'<link rel="stylesheet" href="./{serve.page_style()}">'
    assert page.endswith(f"{style}</body></html>")
    assert page.count(style) == 1
    assert page.replace(script[1], "").replace(style, "") == PAGE
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_the_pages_style_is_a_file(site: ASGIApp) -> None:
    """Browsers keep it, so a reload does not send it again."""
    answer = get(site, f"/{serve.page_style()}")
    assert answer.body.decode() == look.page()
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert "<" not in look.page()


@pytest.mark.parametrize(
    ("path", "kind", "method"),
    [
        ("/", "application/json", "GET"),
        ("/", "text/plain", "GET"),
        ("/index.js", "text/html", "GET"),
        ("/_stcore/health", "text/html", "GET"),
        ("/base/_stcore/host-config", "text/html", "GET"),
        ("/", "text/html", "POST"),
    ],
)
def test_what_is_no_page_gets_nothing(path: str, kind: str, method: str) -> None:
    """Only HTML of a page: a health check with a script in it would fail."""
    answer = get(page_site(kind=kind), path, method=method)
    assert answer.body.decode() == PAGE


def test_a_page_without_a_head_passes() -> None:
    """An error page, for example."""
    assert get(page_site("<p>no</p>"), "/").body == b"<p>no</p>"


def test_the_page_is_whole_and_compressed(packings: list[int]) -> None:
    """Both parts in the order in which the app has them; any path gives the same page."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(PAGE + " " * 2000, media_type="text/html")(scope, receive, send)

    site: ASGIApp = app
    for part in reversed(serve.middleware()):
        site = part.cls(site, *part.args, **part.kwargs)
    for path in ("/", "/line", "/a/b", "/x/y/z"):
        answer = get(site, path, GZIP)
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body).count(b"BACKEND_BASE_URL") == 1
        assert int(answer.headers["content-length"]) == len(answer.body)
    assert len(packings) == 1
    assert b"BACKEND_BASE_URL" in get(site, "/line").body


# --- small packets ---------------------------------------------------------------------------


class Transport:
    """What uvicorn's connection shows of its socket."""

    def __init__(self, own: object) -> None:
        self.own = own

    def get_extra_info(self, name: str) -> object:
        """Tell about the connection."""
        return self.own if name == "socket" else None


class Protocol:
    """uvicorn's object that holds a connection; its `send` is what an app is given."""

    def __init__(self, own: object) -> None:
        self.transport = Transport(own)

    async def send(self, _message: Message) -> None:
        """Take a message."""


@pytest.fixture
def connection() -> Iterator[socket.socket]:
    """One end of a real connection, as the operating system hands it out."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as far,
    ):
        near, _ = server.accept()
        with near:
            assert far.getpeername() == near.getsockname()
            yield near


def passed_through(kind: str, send: Any) -> int:
    """Run NoDelay once; how often it has passed the request on."""
    calls = []

    async def app(scope: Scope, _receive: Receive, given: Send) -> None:
        calls.append((scope, given))

    async def receive() -> Message:
        raise AssertionError

    finished(serve.NoDelay(app)(scope_of(kind, "/live/channel"), receive, send))
    assert all(given is send for _, given in calls)
    return len(calls)


def is_set(near: socket.socket) -> bool:
    return near.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_websocket_sends_at_once(connection: socket.socket) -> None:
    """Without it an answer of the channel waits 40 ms for company."""
    assert not is_set(connection), "the test would prove nothing"
    assert passed_through("websocket", Protocol(connection).send) == 1
    assert is_set(connection)


def test_other_requests_are_left_alone(connection: socket.socket) -> None:
    """Large files travel better in full packets."""
    assert passed_through("http", Protocol(connection).send) == 1
    assert not is_set(connection)


def test_other_servers_are_no_trouble() -> None:
    """A `send` that is no method, no transport, no socket, a socket without TCP: all pass."""

    async def send(_: Message) -> None:
        """Take a message."""

    left, right = socket.socketpair()
    with left, right:
        nowhere = SimpleNamespace(transport=None)
        bound = Protocol.send.__get__(nowhere)
        for each in (send, bound, Protocol(None).send, Protocol(left).send):
            assert passed_through("websocket", each) == 1


# --- the whole -------------------------------------------------------------------------------


def test_the_app_starts_with_all_of_it() -> None:
    """`app.py` hands routes, middleware and lifespan to Streamlit; importing it is a start."""
    import app

    assert type(app.app).__name__ == "App"


def test_what_was_imported_is_set_aside() -> None:
    """Otherwise every collection walks through all of Streamlit and NumPy: 50 ms."""

    async def live() -> int:
        async with serve.lifespan(None):
            return gc.get_freeze_count()

    try:
        assert finished(live()) > 10_000
    finally:
        gc.unfreeze()
