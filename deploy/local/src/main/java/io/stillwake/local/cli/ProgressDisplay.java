package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for each stage with what is done, what there is to do, and the time left. */
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
  private final Map<String, Integer> finished = new LinkedHashMap<>();

  private ProgressDisplay(PrintStream out) {
    this.out = out;
  }

  void show(JsonNode render) {
    if (out == null) {
      return;
    }
    for (JsonNode stage : render.path("progress").path("stages")) {
      String name = stage.get("stage").asText();
      int done = stage.get("done").asInt();
      int total = stage.get("total").asInt();
      if (total == 0) {
        continue;
      }
      if (terminal) {
        bars.computeIfAbsent(name, fresh -> bar(fresh, total)).maxHint(total).stepTo(done);
      } else if (done == total && finished.put(name, total) == null) {
        out.printf("%-9s %d/%d%n", name, done, total);
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
