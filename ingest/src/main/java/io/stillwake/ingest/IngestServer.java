package io.stillwake.ingest;

import com.linecorp.armeria.common.metric.MeterIdPrefixFunction;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.stillwake.ingest.asset.AssetRoutes;
import io.stillwake.ingest.asset.Assets;
import io.stillwake.ingest.content.ContentRoutes;
import io.stillwake.ingest.events.EventRoutes;
import io.stillwake.ingest.health.HealthRoutes;
import io.stillwake.ingest.health.MetricRoutes;
import io.stillwake.ingest.http.Callers;
import io.stillwake.ingest.problem.AnswerProblems;
import io.stillwake.ingest.render.EarlierResults;
import io.stillwake.ingest.render.IdempotencyRecords;
import io.stillwake.ingest.render.RenderCommands;
import io.stillwake.ingest.render.RenderRoutes;
import io.stillwake.ingest.render.SubmitRender;
import io.stillwake.ingest.spec.Families;
import io.stillwake.ingest.spec.FamilyRoutes;
import io.stillwake.ingest.spec.ReadSpec;
import io.stillwake.ingest.status.FindRender;
import io.stillwake.ingest.status.Manifests;
import io.stillwake.ingest.status.RenderView;
import io.stillwake.ingest.status.Retention;
import io.stillwake.ingest.status.StatusFeed;
import io.stillwake.ingest.upload.Uploads;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.start.StartRefused;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door: takes requests for renders over HTTP, and tells how they stand. */
public final class IngestServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IngestServer.class);

  private static final int MAX_BODY = 64 * 1024;
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Server server;
  private final StatusFeed feed;
  private final EventRoutes events;
  private final Producer<String, byte[]> producer;

  private IngestServer(
      Server server, StatusFeed feed, EventRoutes events, Producer<String, byte[]> producer) {
    this.server = server;
    this.feed = feed;
    this.events = events;
    this.producer = producer;
  }

  /**
   * Listens when it returns. Kafka and the store may come later: until then requests that need them
   * answer 503, and {@code /readyz} names them.
   *
   * @param store stays the caller's to close
   * @throws IllegalArgumentException where the families cannot be read
   * @throws StartRefused where it cannot listen
   */
  public static IngestServer start(IngestConfig config, ObjectStore store, InstantSource clock) {
    return start(config, store, clock, KafkaClients.of(config.kafka()), HEARTBEAT);
  }

  static IngestServer start(
      IngestConfig config,
      ObjectStore store,
      InstantSource clock,
      KafkaClients kafka,
      Duration heartbeat) {
    ObjectLayout layout = ObjectLayout.standard();
    Families families = Families.read(config.families());
    SecureRandom random = new SecureRandom();
    Callers callers = new Callers(config.defaultTenant());

    RenderView view = new RenderView(Retention.standard());
    StatusFeed feed = new StatusFeed(kafka.consumer(), view, clock);
    FindRender find = new FindRender(view, feed::caughtUp, new Manifests(store, layout), clock);

    Producer<String, byte[]> producer = kafka.producer().get();
    RenderCommands commands = new RenderCommands(producer, clock);
    Uploads uploads = new Uploads(store, layout, config.uploadValidity());
    Assets assets = new Assets(store, layout);
    SubmitRender submit =
        new SubmitRender(
            new ReadSpec(families),
            assets,
            new EarlierResults(find, store, layout),
            uploads,
            commands,
            new IdempotencyRecords(store, layout, clock),
            view,
            find,
            () -> RenderId.next(clock, random));

    EventRoutes events = new EventRoutes(callers, view, find, heartbeat);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.gauge("stillwake.ingest.renders", view, RenderView::size);
    registry.gauge("stillwake.ingest.event.streams", events, EventRoutes::size);
    registry.gauge("stillwake.ingest.view.caught.up", feed, each -> each.caughtUp() ? 1 : 0);
    List<Object> routes =
        List.of(
            new RenderRoutes(callers, submit, commands, uploads, view, find),
            events,
            new AssetRoutes(callers, assets),
            new ContentRoutes(callers, find, store, layout),
            new FamilyRoutes(families),
            new HealthRoutes(
                feed,
                store,
                layout.idempotency(
                    config.defaultTenant(), Sha256.of("readyz".getBytes(StandardCharsets.UTF_8)))),
            new MetricRoutes(registry),
            new OpenApiRoute());
    Server server;
    try {
      server = listen(config, routes, registry);
    } catch (CompletionException e) {
      producer.close(Duration.ZERO);
      throw StartRefused.wrong(
          "address: cannot listen on %s:%d: %s (expected: a free port of this machine)"
              .formatted(config.host(), config.port(), e.getCause().getMessage()),
          e);
    }
    feed.start();
    IngestServer started = new IngestServer(server, feed, events, producer);
    log.info("ingest listens uri={} families={}", started.uri(), families.names());
    return started;
  }

  private static Server listen(
      IngestConfig config, List<Object> routes, PrometheusMeterRegistry registry) {
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(config.host(), config.port()))
            .meterRegistry(registry)
            .decorator(
                MetricCollectingService.newDecorator(
                    MeterIdPrefixFunction.ofDefault("stillwake.ingest.http")))
            .errorHandler(new AnswerProblems())
            .requestTimeout(REQUEST_TIMEOUT)
            .gracefulShutdownTimeout(QUIET, DRAIN);
    for (Object each : routes) {
      long maxBody = each instanceof AssetRoutes ? Assets.MAX_BYTES : MAX_BODY;
      builder.annotatedService().maxRequestLength(maxBody).build(each);
    }
    Server server = builder.build();
    server.start().join();
    return server;
  }

  /** Where it listens. */
  public URI uri() {
    InetSocketAddress address = server.activePort().localAddress();
    String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
    return URI.create("http://%s:%d".formatted(host, address.getPort()));
  }

  Server server() {
    return server;
  }

  /** Takes no new requests, lets running ones end, then lets go of Kafka. */
  @Override
  public void close() {
    stop().join();
  }

  CompletableFuture<Void> stop() {
    events.close();
    return server
        .stop()
        .thenRunAsync(
            () -> {
              feed.close();
              // Every command was waited for, so nothing is left to send.
              producer.close(Duration.ZERO);
            });
  }
}
