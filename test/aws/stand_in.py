"""A stand-in for AWS: MiniStack on a free port of 127.0.0.1, with what the tests need beyond it.

Prints {"port": …} on standard output once it takes requests. It ends when its standard input ends, that is with the process
that started it, however that process ends. With `--cloud` it also has EMR, whose clusters run their steps, and CloudFormation
for it. Without that it is only an S3, which starts a little sooner.
"""

import asyncio
import json
import os
import signal
import socket
import sys
import threading

LAST_REQUESTS_SECONDS = 2


def listening_socket() -> socket.socket:
    """The socket is bound before MiniStack is imported, because MiniStack reads its port from the environment at import."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    listener.set_inheritable(True)
    port = listener.getsockname()[1]
    os.environ["GATEWAY_PORT"] = str(port)
    os.environ["STAND_IN_ENDPOINT"] = f"{'https' if 'MINISTACK_SSL_CERT' in os.environ else 'http'}://127.0.0.1:{port}"
    return listener


async def serve(listener: socket.socket) -> None:
    from hypercorn.asyncio import serve as serve_with_hypercorn
    from hypercorn.config import Config
    from ministack.app import app

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.loglevel = "ERROR"
    config.certfile = os.environ.get("MINISTACK_SSL_CERT")
    config.keyfile = os.environ.get("MINISTACK_SSL_KEY")
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    await serve_with_hypercorn(app, config, shutdown_trigger=end_of_input)


async def end_of_input() -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(1024):
        pass
    # A request may wait for an answer that nobody will send any more.
    threading.Timer(LAST_REQUESTS_SECONDS, end).start()


def end() -> None:
    """Ends the process with its threads, and the warm workers of its Lambda, which would outlive it."""
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    os.setpgid(0, 0)
    os.environ.setdefault("MINISTACK_HOST", "127.0.0.1")
    os.environ.setdefault("MINISTACK_ACCOUNT_ID", "123456789012")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    listener = listening_socket()
    import s3_uploads

    s3_uploads.install()
    if "--cloud" in sys.argv:
        import cloud

        cloud.install()
    asyncio.run(serve(listener))
    end()


if __name__ == "__main__":
    main()
