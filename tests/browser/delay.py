"""A way to a server that takes its time, as the way to Binder does."""

import asyncio
import contextlib
import threading


class Delay:
    """A port of this machine that hands all bytes on to another one, some seconds later."""

    def __init__(self, port, seconds):
        self._to, self._seconds, self._writers = port, seconds, []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.port = self._do(self._start())

    def _do(self, task):
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(10)

    async def _start(self):
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        return self._server.sockets[0].getsockname()[1]

    async def _meet(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        self._writers += [writer, far_writer]
        both = self._hand_on(reader, far_writer), self._hand_on(far_reader, writer)
        with contextlib.suppress(asyncio.CancelledError):  # by `close`
            await asyncio.gather(*both)

    async def _hand_on(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1 << 16):
                self._loop.call_later(self._seconds, writer.write, data)
            await asyncio.sleep(self._seconds)
        writer.close()

    async def _end(self):
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def close(self):
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
