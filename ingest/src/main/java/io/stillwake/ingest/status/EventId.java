package io.stillwake.ingest.status;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a client has read one render's records: all of {@code render-events} up to one offset and
 * all of {@code render-progress} up to another. Offsets stay what they are when ingest restarts,
 * and it does not matter in which order the two topics are read then.
 *
 * @param event -1 before the first
 * @param progress -1 before the first
 * @param last nothing comes after it
 */
public record EventId(long event, long progress, boolean last) {

  public static final EventId START = new EventId(-1, -1, false);

  private static final Pattern SHAPE = Pattern.compile("e(-|\\d{1,18})\\.p(-|\\d{1,18})(\\.end)?");

  /** Empty for what was never one of ours. */
  public static Optional<EventId> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventId(
                offset(matcher.group(1)), offset(matcher.group(2)), matcher.group(3) != null))
        : Optional.empty();
  }

  private static long offset(String text) {
    return text.equals("-") ? -1 : Long.parseLong(text);
  }

  boolean before(Happening happening) {
    return happening.offset() > (happening.isProgress() ? progress : event);
  }

  public EventId after(Happening happening) {
    return happening.isProgress()
        ? new EventId(event, happening.offset(), false)
        : new EventId(happening.offset(), progress, happening.status().state().ended());
  }

  @Override
  public String toString() {
    return "e%s.p%s%s"
        .formatted(event < 0 ? "-" : event, progress < 0 ? "-" : progress, last ? ".end" : "");
  }
}
