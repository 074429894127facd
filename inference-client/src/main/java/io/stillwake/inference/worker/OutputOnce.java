package io.stillwake.inference.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import io.stillwake.storage.WorkId;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a work: an object that is created once, with the result as its note, so that it is
 * its own commit marker and the first of two makers is kept.
 */
final class OutputOnce {

  private static final Logger log = LoggerFactory.getLogger(OutputOnce.class);

  private final WorkItem item;
  private final ObjectLayout layout;
  private final StoreSteps store;
  private byte[] content;
  private String sha256;
  private String mediaType;

  OutputOnce(WorkItem item, ObjectLayout layout, StoreSteps store) {
    this.item = item;
    this.layout = layout;
    this.store = store;
  }

  private ObjectKey place() {
    return layout.workOutput(new Tenant(item.getTenant()), new WorkId(item.getWorkId()));
  }

  /** Takes what is to be committed. */
  ObjectRef take(byte[] content, String mediaType) {
    this.content = content;
    this.sha256 = Sha256.of(content);
    this.mediaType = mediaType;
    return place().toRef(mediaType).toBuilder().setSize(content.length).setSha256(sha256).build();
  }

  /**
   * Creates the output, which makes all that belongs to it exist.
   *
   * @return the result, or that of who has created it before
   */
  WorkResult commit(WorkResult result) throws WorkStopped, InterruptedException {
    if (create(result)) {
      return result;
    }
    Optional<WorkResult> other = made();
    if (other.isPresent()) {
      return other.get();
    }
    store.delete(place());
    if (!create(result)) {
      throw WorkFailed.forNow(
          WorkFailed.INTERNAL, "output %s: two made it at once".formatted(place()));
    }
    return result;
  }

  private boolean create(WorkResult result) throws WorkStopped, InterruptedException {
    String note = Base64.getEncoder().encodeToString(result.toByteArray());
    return store.create(place(), content, sha256, mediaType, note);
  }

  /** What was created before, by whomever; empty where anything that goes with it is gone. */
  Optional<WorkResult> made() throws WorkStopped, InterruptedException {
    Optional<String> note = store.note(place());
    if (note.isEmpty()) {
      return Optional.empty();
    }
    try {
      WorkResult earlier = WorkResult.parseFrom(Base64.getDecoder().decode(note.get()));
      return hasAll(earlier.getOutput()) ? Optional.of(earlier) : Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      log.warn("note of an output unreadable work={}", item.getWorkId(), e);
      return Optional.empty();
    }
  }

  /** What goes with an output was stored first, so it expires first. */
  private boolean hasAll(WorkOutput output) throws WorkStopped, InterruptedException {
    Optional<ObjectRef> beside =
        switch (output.getValueCase()) {
          case SEGMENT -> Optional.of(output.getSegment().getInit());
          case FILM ->
              output.getFilm().hasVideo()
                  ? Optional.of(output.getFilm().getPoster())
                  : Optional.empty();
          case FOUND, PICTURE, LATENTS, REGIONS, VALUE_NOT_SET -> Optional.empty();
        };
    return beside.isEmpty() || store.stat(ObjectKey.of(beside.get())).isPresent();
  }
}
