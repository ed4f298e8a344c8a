# Runs every FastAPI receiver of a folder on one port. Says which as one line of JSON.
import contextlib
import importlib.util
import io
import json
import pathlib
import socket
import sys

import uvicorn

apps = {}
for file in pathlib.Path(sys.argv[1]).glob("*.py"):
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    apps[f"/webhooks/{file.stem}"] = module.app


async def dispatch(scope, receive, send):
    await apps[scope["path"]](scope, receive, send)


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(512)
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
with contextlib.redirect_stdout(io.StringIO()):
    uvicorn.Server(uvicorn.Config(dispatch, log_level="error", lifespan="off")).run(sockets=[listener])
