"""`demo`: the demo merchant is made, also in a database that has other merchants."""

from app.commands.command import Call, Command
from app.database import migrated_pool
from app.demo.opening import open_demo
from app.demo.outside import outside


async def _demo(call: Call) -> None:
    async with migrated_pool(call.settings) as pool:
        demo = await open_demo(pool, call.settings.kontor_home, outside(call.settings))
    call.say(demo.secret)
    call.note(f"This key opens {demo.merchant_name}; it is kept in {demo.key_file}.")


DEMO = Command("demo", "make the demo merchant and print the key that opens it", _demo)
