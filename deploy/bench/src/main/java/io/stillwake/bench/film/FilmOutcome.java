package io.stillwake.bench.film;

import java.util.List;

/**
 * What became of a film. Times are epoch microseconds; null where it did not come so far.
 *
 * @param photo of the list
 * @param told whether the app said that it had uploaded
 * @param stored when the store had the upload, as its event says
 * @param uploaded when the upload was answered
 * @param announced when the store put its event on Kafka
 * @param playable when the progress was read here that names a playlist with a first segment
 * @param ended when the event was read here that ends the render
 * @param outcome completed, or what went wrong
 * @param segment the work that made the first segment
 * @param steps all that was asked for
 */
record FilmOutcome(
    String render,
    String tenant,
    String photo,
    boolean told,
    Long stored,
    Long uploaded,
    Long announced,
    Long playable,
    Long ended,
    String outcome,
    String segment,
    List<Step> steps) {}
