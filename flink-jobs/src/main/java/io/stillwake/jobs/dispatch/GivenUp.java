package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.Topics;

/** The words in which an item's failure is told: to its render, and to the operator. */
final class GivenUp {

  private GivenUp() {}

  /** An attempt that nobody answered in time. */
  static WorkFailure expired(HeldWork held) {
    WorkItem item = held.getItem();
    return WorkFailure.newBuilder()
        .setCode("work_expired")
        .setMessage(
            "attempt %d: no answer (expected: within %d s of its issue)"
                .formatted(item.getAttempt(), (held.getDeadline() - held.getIssuedAt()) / 1000))
        .build();
  }

  /** Of an item that cannot be done any more by the time it is wanted. */
  static WorkResult tooLate(WorkItem item, long now) {
    return result(
        item,
        RenderErrors.DEADLINE_PASSED,
        "not issued at %s (expected: done by %s)"
            .formatted(
                Timestamps.toString(Timestamps.fromMillis(now)),
                Timestamps.toString(item.getDeadline())));
  }

  /** After the last attempt, whose failure decides. */
  static WorkResult result(HeldWork held, WorkFailure failure) {
    return result(
        held.getItem(),
        failure.getCode(),
        "given up after %d attempts: %s"
            .formatted(held.getItem().getAttempt(), failure.getMessage()));
  }

  /** Of an item that cannot even be queued. */
  static WorkResult result(WorkItem item, String code, String message) {
    return WorkResult.newBuilder()
        .setWorkId(item.getWorkId())
        .setRenderId(item.getRenderId())
        .setTenant(item.getTenant())
        .setKind(item.getKind())
        .setPool(item.getPool())
        .setAttempt(item.getAttempt())
        .setTraceparent(item.getTraceparent())
        .setFailure(WorkFailure.newBuilder().setCode(code).setMessage(message).setFinal(true))
        .build();
  }

  /** Holds the request as it came, so that putting it back on its topic issues it again. */
  static DeadLetter letter(WorkItem item, WorkResult failure, long now) {
    return DeadLetter.newBuilder()
        .setRenderId(item.getRenderId())
        .setTenant(item.getTenant())
        .setError(RenderErrors.of(failure))
        .setAt(Timestamps.fromMillis(now))
        .setPayload(
            WorkRequest.newBuilder()
                .setRenderId(item.getRenderId())
                .setWork(item.toBuilder().clearAttempt())
                .build()
                .toByteString())
        .setSourceTopic(Topics.WORK_REQUESTS)
        .build();
  }
}
