package io.stillwake.bench.film;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is known of one work so far. */
final class StepNotes {

  /** Those that need no slot of a GPU. */
  private static final Set<WorkKind> WITHOUT_MODEL =
      Set.of(WorkKind.WORK_KIND_FIND, WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_ASSEMBLE);

  private WorkItem item;
  private WorkResult result;
  private Long answered;

  /** The first request counts. */
  void requested(WorkItem requested) {
    item = item == null ? requested : item;
  }

  /** The first answer that is none for now counts. */
  void answered(WorkResult answer, long at) {
    if (result == null && !(answer.hasFailure() && !answer.getFailure().getFinal())) {
      result = answer;
      answered = at;
    }
  }

  boolean isRequested() {
    return item != null;
  }

  boolean callsModels() {
    return !WITHOUT_MODEL.contains(item.getKind());
  }

  /** Whether it makes the segment that is played first. */
  boolean isFirstSegment() {
    return item != null && item.hasDecode() && item.getDecode().getSegment() == 0;
  }

  WorkItem item() {
    return item;
  }

  /** ok, a failure's code, or "unanswered". */
  String outcome() {
    if (result == null) {
      return "unanswered";
    }
    return result.hasFailure() ? result.getFailure().getCode() : "ok";
  }

  String worker() {
    return result == null ? "" : result.getWorker();
  }

  Set<String> outputs() {
    return result == null ? Set.of() : objects(result.getOutput());
  }

  /**
   * @param makers what made each object
   */
  Step step(Map<String, String> makers) {
    List<String> after =
        objects(item).stream().filter(makers::containsKey).map(makers::get).distinct().toList();
    WorkTimings timings = result == null ? null : result.getTimings();
    return new Step(
        item.getWorkId(),
        item.getKind().name().replace("WORK_KIND_", "").toLowerCase(Locale.ROOT),
        after,
        Timestamps.toMicros(item.getRequestedAt()),
        timings == null ? null : Timestamps.toMicros(timings.getStartedAt()),
        timings == null ? null : Timestamps.toMicros(timings.getFinishedAt()),
        answered,
        timings == null ? Map.of() : millis(timings));
  }

  private static Map<String, Long> millis(WorkTimings timings) {
    Map<String, Long> millis = new LinkedHashMap<>();
    millis.put("queued", timings.getQueuedMs());
    millis.put("handed_over", timings.getHandedOverMs());
    millis.put("fetch", timings.getFetchMs());
    millis.put("slot_wait", timings.getSlotWaitMs());
    millis.put("model", timings.getModelMs());
    millis.put("codec", timings.getCodecMs());
    millis.put("store", timings.getStoreMs());
    return millis;
  }

  /** The keys of all objects that a message names. */
  private static Set<String> objects(Message message) {
    Set<String> keys = new TreeSet<>();
    List<Object> open = new ArrayList<>(List.of(message));
    while (!open.isEmpty()) {
      Object next = open.remove(open.size() - 1);
      if (next instanceof ObjectRef ref) {
        keys.add(ref.getKey());
      } else if (next instanceof Message inner) {
        open.addAll(inner.getAllFields().values());
      } else if (next instanceof List<?> list) {
        open.addAll(list);
      }
    }
    return keys;
  }
}
