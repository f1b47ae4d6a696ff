"""A desk whose files are read by a worker of the test's own, step by step, and asked for over HTTP."""

from tests.services.imports.desks import desk as desk
from tests.services.imports.desks import no_jobs as no_jobs
from tests.services.imports.desks import storage as storage
