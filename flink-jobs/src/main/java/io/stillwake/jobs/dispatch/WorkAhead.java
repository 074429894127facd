package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of what waits is served before each render's first waiting item, as far as can be said
 * now: as if all tenants drew from the pool at once, by their shares. It goes by renders and not by
 * items, since this is asked often.
 */
final class WorkAhead {

  private static final Comparator<HeldRender> BY_BEGIN =
      Comparator.comparingLong(HeldRender::began).thenComparingLong(HeldRender::number);

  private final TenantWeights weights;

  WorkAhead(TenantWeights weights) {
    this.weights = weights;
  }

  /**
   * @param slotSeconds that are served before the first of the render's items
   */
  record Ahead(HeldRender render, double slotSeconds) {}

  /** Of each of these renders, all of which wait; who is served first comes first. */
  List<Ahead> of(Iterable<HeldRender> renders) {
    Map<Boolean, Map<String, List<HeldRender>>> queues = new HashMap<>();
    for (HeldRender render : renders) {
      queues
          .computeIfAbsent(watched(render), unknown -> new HashMap<>())
          .computeIfAbsent(render.tenant(), unknown -> new ArrayList<>())
          .add(render);
    }
    List<Ahead> interactive = inClass(queues.getOrDefault(true, Map.of()));
    List<Ahead> batch = inClass(queues.getOrDefault(false, Map.of()));
    List<Ahead> all = new ArrayList<>(interactive.size() + batch.size());
    all.addAll(
        beside(
            interactive, AdmissionQueue.share(WorkClass.WORK_CLASS_INTERACTIVE), seconds(batch)));
    all.addAll(
        beside(batch, AdmissionQueue.share(WorkClass.WORK_CLASS_BATCH), seconds(interactive)));
    all.sort(
        Comparator.comparingDouble(Ahead::slotSeconds)
            .thenComparing(ahead -> ahead.render(), BY_BEGIN));
    return all;
  }

  /** The other class is served beside this one until it has no more. */
  private static List<Ahead> beside(List<Ahead> own, double share, double others) {
    return own.stream()
        .map(
            ahead ->
                new Ahead(
                    ahead.render(),
                    Math.min(ahead.slotSeconds() / share, ahead.slotSeconds() + others)))
        .toList();
  }

  private List<Ahead> inClass(Map<String, List<HeldRender>> byTenant) {
    Map<String, Double> backlogs = new HashMap<>();
    byTenant.forEach(
        (tenant, renders) ->
            backlogs.put(tenant, renders.stream().mapToDouble(WorkAhead::seconds).sum()));
    SharedService shared = new SharedService(backlogs, weights);
    List<Ahead> all = new ArrayList<>();
    byTenant.forEach(
        (tenant, renders) -> {
          for (Ahead own : inTenant(renders)) {
            double served = shared.until(own.slotSeconds() / weights.of(tenant));
            all.add(new Ahead(own.render(), served));
          }
        });
    return all;
  }

  /** What of the tenant's own is due before the first item of each. */
  private static List<Ahead> inTenant(List<HeldRender> renders) {
    renders.sort(BY_BEGIN);
    List<Ahead> all = new ArrayList<>(renders.size());
    double soonBefore = 0;
    double laterBefore = 0;
    double laterOvertaken = 0;
    double soonThatOvertakes = 0;
    int impatient = 0;
    int overtaking = 0;
    for (HeldRender render : renders) {
      // Short patience of a later render overtakes long patience of an earlier one.
      double patience = watched(render) ? Patience.ABOUT_MS : 0;
      while (renders.get(impatient).began() + patience < render.began()) {
        laterOvertaken += renders.get(impatient++).later().seconds();
      }
      while (overtaking < renders.size()
          && renders.get(overtaking).began() < render.began() + patience) {
        soonThatOvertakes += renders.get(overtaking++).soon().seconds();
      }
      all.add(
          new Ahead(
              render,
              render.soon().items() > 0
                  ? soonBefore + (watched(render) ? laterOvertaken : laterBefore)
                  : laterBefore + (watched(render) ? soonThatOvertakes : soonBefore)));
      soonBefore += render.soon().seconds();
      laterBefore += render.later().seconds();
    }
    return all;
  }

  private static double seconds(List<Ahead> renders) {
    return renders.stream().mapToDouble(ahead -> seconds(ahead.render())).sum();
  }

  private static double seconds(HeldRender render) {
    return render.soon().seconds() + render.later().seconds();
  }

  private static boolean watched(HeldRender render) {
    return render.workClass() == WorkClass.WORK_CLASS_INTERACTIVE;
  }
}
