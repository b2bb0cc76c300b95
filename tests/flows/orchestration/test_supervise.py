import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.orchestration import supervise
from flows.orchestration.prefect_home import server_note
from flows.orchestration.supervise import AlreadyUpError
from flows.workspaces.starter import write_starter
from warehouse.database.publish import Files


class _Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""


def test_a_second_one_for_the_same_warehouse_is_refused(tmp_path: Path) -> None:
    """It would run everything twice, and take the note of the first one's server away at its end."""
    list(write_starter(tmp_path / "desk"))
    files = Files(tmp_path / "news.duckdb")
    files.prefect.mkdir()
    with HTTPServer(("127.0.0.1", 0), _Healthy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/api"
        server_note(files.prefect).write_text(f'{{"PREFECT_API_URL": "{url}"}}')
        try:
            with pytest.raises(AlreadyUpError, match=url):
                supervise.supervise(tmp_path / "desk", files)
        finally:
            server.shutdown()
            thread.join()
    assert server_note(files.prefect).exists()
