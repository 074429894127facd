package io.stillwake.storage.start;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks whether Kafka is there and has the topics that a process reads and writes. Clients would
 * wait for both for ever, and log it at length.
 *
 * @param bootstrap {@code host:port,…}
 */
public record KafkaTopics(String bootstrap, Collection<String> names)
    implements StartUp.Question<Void> {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** For messages. */
  public String where() {
    return "Kafka at " + bootstrap;
  }

  @Override
  public Void ask() throws NotYetException, InterruptedException {
    requireListener();
    SortedSet<String> missing = new TreeSet<>();
    try (Admin admin = Admin.create(settings())) {
      Map<String, KafkaFuture<TopicDescription>> answers =
          admin.describeTopics(names).topicNameValues();
      for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
        if (!isThere(answer.getKey(), answer.getValue())) {
          missing.add(answer.getKey());
        }
      }
    } catch (KafkaException e) {
      throw NotYetException.because(e);
    }
    if (!missing.isEmpty()) {
      throw StartRefused.wrong(
          "topics: %s not in %s (expected: all of them, made by './stillwake setup')"
              .formatted(String.join(", ", missing), where()));
    }
    return null;
  }

  private boolean isThere(String topic, KafkaFuture<TopicDescription> answer)
      throws NotYetException, InterruptedException {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      if (e.getCause() instanceof AuthenticationException
          || e.getCause() instanceof AuthorizationException) {
        throw StartRefused.wrong(
            "topic '%s' of %s: refused, %s (expected: a user that may describe it)"
                .formatted(topic, where(), e.getCause().getMessage()),
            e);
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new NotYetException(
            "it listens, but the addresses that it advertises do not answer within %d s"
                .formatted(TIMEOUT.toSeconds()),
            e);
      }
      throw NotYetException.because(e);
    }
  }

  /** Kafka's own client tells a refused connection to its log only. */
  private void requireListener() throws NotYetException {
    IOException last = null;
    for (String address : bootstrap.split(",")) {
      try (Socket socket = new Socket()) {
        socket.connect(parsed(address.strip()), (int) TIMEOUT.toMillis());
        return;
      } catch (UnknownHostException e) {
        last = new IOException("host '" + e.getMessage() + "' is not known", e);
      } catch (IOException e) {
        last = e;
      }
    }
    throw new NotYetException(last.getMessage(), last);
  }

  private InetSocketAddress parsed(String address) throws UnknownHostException {
    int colon = address.lastIndexOf(':');
    try {
      InetSocketAddress parsed =
          new InetSocketAddress(
              address.substring(0, Math.max(0, colon)),
              Integer.parseInt(address.substring(colon + 1)));
      if (parsed.isUnresolved()) {
        throw new UnknownHostException(parsed.getHostString());
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw StartRefused.wrong(
          "Kafka's address: '%s' in '%s' (expected: host:port,…)".formatted(address, bootstrap), e);
    }
  }

  private Map<String, Object> settings() {
    int millis = (int) TIMEOUT.toMillis();
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrap,
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        millis,
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        millis);
  }
}
