"""The least that takes a vote: one tornado handler, one row in SQLite, one commit. `least_vote.py PORT FILE`."""

import asyncio
import sqlite3
import sys

from tornado.web import Application, RequestHandler


class Vote(RequestHandler):
    """POST /: one row."""

    def initialize(self, database):
        """Take the connection."""
        self.database = database

    def post(self):
        """Write it and commit."""
        row = [self.get_body_argument(name) for name in ("person", "round", "choice0", "reason")]
        self.database.execute("insert into vote values (?, ?, ?, ?)", row)
        self.database.commit()
        self.finish("Saved.")


async def main(port, file):
    """Serve until the process ends."""
    database = sqlite3.connect(file)
    database.execute("pragma journal_mode=wal")
    database.execute("create table vote (person, round, choice, reason)")
    Application([("/", Vote, {"database": database})]).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
