"""Jobs are followed by the id of what they work on, whatever kind of job it is."""

from collections.abc import AsyncGenerator

from db.job_looks import LOOKS
from domain.errors import JobNotFound
from domain.ids import decode_any
from resolvers.arguments import JobIdArgument
from resolvers.context import Context
from services.following import FollowedJob, Moment


def job_progress(context: Context, id: JobIdArgument) -> AsyncGenerator[Moment, None]:
    """Follow a job to its end. Errors: JobNotFound."""
    match decode_any(id):
        case (kind, subject) if kind in LOOKS:
            return context.following.moments(FollowedJob(context.caller.merchant_id, kind, subject))
        case _:
            raise JobNotFound
