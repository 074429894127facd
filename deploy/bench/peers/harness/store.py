"""The object store that results go to."""
import io
import os
from urllib.parse import urlparse

from minio import Minio

BUCKET = "renders"


class Store:
    """Where it is and who asks come from STILLWAKE_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY."""

    def __init__(self):
        endpoint = urlparse(os.environ["STILLWAKE_S3_ENDPOINT"])
        self.client = Minio(endpoint.netloc, os.environ["STILLWAKE_S3_ACCESS_KEY"],
                            os.environ["STILLWAKE_S3_SECRET_KEY"], secure=endpoint.scheme == "https",
                            region=os.environ.get("STILLWAKE_S3_REGION", "us-east-1"))

    def put(self, work, latents):
        """Returns once the object is stored."""
        self.client.put_object(BUCKET, f"work/{work['tenant']}/{work['work']}/latents", io.BytesIO(latents),
                               len(latents))
