package io.stillwake.bench.film;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A film of a list: one JSON line.
 *
 * @param photo what the photo is drawn by; another one for every film, or it would be reused
 * @param pauseMicros how long the system stays idle before the upload
 * @param width of the film, pixels
 * @param seconds of the film
 * @param told whether the app says that it has uploaded, beside the store's own event
 */
record FilmLine(
    String photo,
    String tenant,
    @JsonProperty("pause_us") long pauseMicros,
    int width,
    int height,
    double seconds,
    boolean told) {}
