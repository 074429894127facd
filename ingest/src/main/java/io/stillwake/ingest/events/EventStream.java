package io.stillwake.ingest.events;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import io.stillwake.ingest.json.Json;
import io.stillwake.ingest.render.RenderAnswer;
import io.stillwake.ingest.status.EventId;
import io.stillwake.ingest.status.Happening;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.ingest.status.RenderView;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One client that follows one render. It is pulled, not pushed: the next event is looked up in the
 * view only when the one before has left, so a slow client costs no memory and skips nothing but
 * progress that newer progress has overtaken. All of it runs on the connection's own event loop.
 */
final class EventStream {

  private final StreamWriter<ServerSentEvent> events = StreamMessage.streaming();
  private final RenderView view;
  private final Tenant tenant;
  private final RenderId render;
  private final ScheduledExecutorService loop;

  private EventId cursor;
  private boolean sending;

  EventStream(
      RenderView view,
      Tenant tenant,
      RenderId render,
      EventId cursor,
      ScheduledExecutorService loop) {
    this.view = view;
    this.tenant = tenant;
    this.render = render;
    this.cursor = cursor;
    this.loop = loop;
  }

  StreamMessage<ServerSentEvent> events() {
    return events;
  }

  /**
   * @param status of the render now: all there is to tell where only the store knows of its end
   */
  void start(RenderStatus status, Duration heartbeat) {
    boolean endIsViewed =
        view.find(tenant, render).filter(viewed -> viewed.state().ended()).isPresent();
    if (status.state().ended() && !endIsViewed) {
      loop.execute(() -> sendLast(status));
      return;
    }
    Optional<Runnable> watch = view.watch(tenant, render, () -> loop.execute(this::sendNext));
    if (watch.isEmpty()) {
      // Forgotten since it was found; the client comes back and finds it in the store.
      events.close();
      return;
    }
    Future<?> beats =
        loop.scheduleAtFixedRate(
            this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        events
            .whenComplete()
            .whenComplete(
                (done, cause) -> {
                  beats.cancel(false);
                  watch.get().run();
                });
    loop.execute(this::sendNext);
  }

  private void sendNext() {
    if (sending || !events.isOpen()) {
      return;
    }
    Optional<Happening> next = view.next(tenant, render, cursor);
    if (next.isEmpty()) {
      return;
    }
    cursor = cursor.after(next.get());
    send(event(next.get().name(), next.get().status()), cursor.last());
  }

  private void sendLast(RenderStatus status) {
    cursor = new EventId(cursor.event(), cursor.progress(), true);
    send(event(status.state().wire(), status), true);
  }

  private void send(ServerSentEvent event, boolean last) {
    sending = true;
    if (!events.tryWrite(event)) {
      return;
    }
    if (last) {
      events.close();
      return;
    }
    var unused =
        events
            .whenConsumed()
            .thenRunAsync(
                () -> {
                  sending = false;
                  sendNext();
                },
                loop);
  }

  private ServerSentEvent event(String name, RenderStatus status) {
    String data = new String(Json.bytes(RenderAnswer.of(status)), StandardCharsets.UTF_8);
    return ServerSentEvent.builder().id(cursor.toString()).event(name).data(data).build();
  }

  private void beat() {
    if (!sending && events.isOpen()) {
      var unused = events.tryWrite(ServerSentEvent.ofComment("waiting"));
    }
  }

  void end() {
    events.close();
  }
}
