# Runs every Flask receiver of a folder on one port. Says which as one line of JSON.
import contextlib
import importlib.util
import io
import json
import pathlib
import sys

from werkzeug.serving import WSGIRequestHandler, make_server

apps = {}
for file in pathlib.Path(sys.argv[1]).glob("*.py"):
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    apps[f"/webhooks/{file.stem}"] = module.app


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


server = make_server("127.0.0.1", 0, lambda environ, start: apps[environ["PATH_INFO"]](environ, start), threaded=True, request_handler=Quiet)
print(json.dumps({"port": server.port}), flush=True)
with contextlib.redirect_stdout(io.StringIO()):
    server.serve_forever()
