package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar for each stage with what is done, what there is to do, and the time left; and a line
 * whenever the render's place in the queue changes.
 */
final class ProgressDisplay implements AutoCloseable {

  /** Shows nothing: for programs that read JSON. */
  static ProgressDisplay silent() {
    return new ProgressDisplay(null);
  }

  static ProgressDisplay on(PrintStream out) {
    return new ProgressDisplay(out);
  }

  private final PrintStream out;
  private final boolean terminal = System.console() != null;
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
  private final Set<String> finished = new HashSet<>();
  private String place = "";

  private ProgressDisplay(PrintStream out) {
    this.out = out;
  }

  void show(JsonNode render) {
    if (out == null) {
      return;
    }
    showPlace(render);
    String end = OutlookText.end(render).orElse("");
    boolean earlierDone = true;
    for (JsonNode stage : render.path("progress").path("stages")) {
      String name = stage.get("stage").asText();
      int done = stage.get("done").asInt();
      int total = stage.get("total").asInt();
      boolean begun = total > 0 && (done > 0 || earlierDone);
      earlierDone &= total > 0 && done == total;
      if (begun && !finished.contains(name)) {
        show(name, done, total, end);
      }
    }
  }

  /** Once for each place: the wait itself gets shorter all the time. */
  private void showPlace(JsonNode render) {
    JsonNode queue = render.path("queue");
    String now = queue.path("position").asText() + queue.path("note").asText();
    if (!now.isEmpty() && !now.equals(place) && bars.isEmpty()) {
      out.printf(
          "%-9s %s%s%n",
          "waits",
          OutlookText.queue(render).orElseThrow(),
          OutlookText.end(render).map(end -> "; " + end).orElse(""));
    }
    place = now;
  }

  private void show(String stage, int done, int total, String end) {
    if (terminal) {
      bars.computeIfAbsent(stage, begun -> bar(begun, total))
          .setExtraMessage(end)
          .maxHint(total)
          .stepTo(done);
    }
    if (done == total) {
      finished.add(stage);
      if (terminal) {
        bars.remove(stage).close();
      } else {
        out.printf("%-9s %d/%d%s%n", stage, done, total, end.isEmpty() ? "" : "  " + end);
      }
    }
  }

  private ProgressBar bar(String stage, int total) {
    return new ProgressBarBuilder()
        .setTaskName("%-9s".formatted(stage))
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(200)
        .setMaxRenderedLength(80)
        .setConsumer(new ConsoleProgressBarConsumer(out))
        .setEtaFunction(
            state ->
                state.getCurrent() == 0
                    ? Optional.empty()
                    : Optional.of(
                        state
                            .getElapsedAfterStart()
                            .multipliedBy(state.getMax() - state.getCurrent())
                            .dividedBy(state.getCurrent())))
        .build();
  }

  @Override
  public void close() {
    bars.values().forEach(ProgressBar::close);
  }

  static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
