package io.stillwake.local.store;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Tells what happens in one bucket. An event is in the outbox before the call returns, and so
 * before the client has its answer; a call that fails tells nothing.
 */
final class EventfulBlobStore extends ForwardingBlobStore {

  /** S3Proxy's own bookkeeping of uploads in parts. */
  private static final List<String> INTERNAL_PREFIXES = List.of(".s3proxy-", ".mpus-");

  private final String bucket;
  private final MinioEvents events;
  private final EventOutbox outbox;

  EventfulBlobStore(BlobStore blobs, String bucket, MinioEvents events, EventOutbox outbox) {
    super(blobs);
    this.bucket = bucket;
    this.events = events;
    this.outbox = outbox;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    PutObjectResponse response = super.putBlob(request, payload);
    if (tells(request.bucket(), request.key())) {
      outbox.add(
          events.created(
              "s3:ObjectCreated:Put",
              new MinioEvents.Created(
                  request.bucket(),
                  request.key(),
                  response.eTag(),
                  request.contentLength(),
                  request.contentType(),
                  request.metadata())));
    }
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    tellStored(
        "s3:ObjectCreated:CompleteMultipartUpload",
        upload.containerName(),
        upload.blobName(),
        response.eTag());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    tellStored(
        "s3:ObjectCreated:Copy",
        request.destinationBucket(),
        request.destinationKey(),
        response.copyObjectResult().eTag());
    return response;
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    boolean tells =
        tells(request.bucket(), request.key()) && blobExists(request.bucket(), request.key());
    DeleteObjectResponse response = super.removeBlob(request);
    if (tells) {
      outbox.add(events.removed(request.bucket(), request.key()));
    }
    return response;
  }

  private void tellStored(String name, String bucket, String key, String etag) {
    if (tells(bucket, key)) {
      HeadObjectResponse stored = blobMetadata(bucket, key);
      Map<String, String> metadata = stored.metadata();
      outbox.add(
          events.created(
              name,
              new MinioEvents.Created(
                  bucket, key, etag, stored.contentLength(), stored.contentType(), metadata)));
    }
  }

  private boolean tells(String where, String key) {
    return where.equals(bucket) && INTERNAL_PREFIXES.stream().noneMatch(key::startsWith);
  }
}
