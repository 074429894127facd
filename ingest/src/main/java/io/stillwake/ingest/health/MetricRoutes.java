package io.stillwake.ingest.health;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.Get;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What Prometheus scrapes. */
@Blocking
public final class MetricRoutes {

  private static final MediaType TEXT = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

  private final PrometheusMeterRegistry registry;

  public MetricRoutes(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Get("/metrics")
  public HttpResponse scrape() {
    return HttpResponse.of(HttpStatus.OK, TEXT, registry.scrape());
  }
}
