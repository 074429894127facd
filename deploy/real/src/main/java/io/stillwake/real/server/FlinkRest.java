package io.stillwake.real.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an operator asks of a Flink cluster, by its REST API.
 *
 * @see <a href="https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/ops/rest_api/">The
 *     API</a>
 */
public record FlinkRest(URI cluster) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final List<String> ENDED = List.of("FINISHED", "CANCELED", "FAILED");

  /** A job that has not ended. */
  public record Job(String id, String name, String state) {}

  /** Uploads a jar and returns its id. */
  public String upload(Path jar) throws IOException, InterruptedException {
    String boundary = UUID.randomUUID().toString();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
                .formatted(boundary, jar.getFileName())
            + "Content-Type: application/java-archive\r\n\r\n";
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    HttpRequest.Builder request =
        request("/jars/upload")
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(body);
    String file = send(request).get("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Runs an uploaded jar's main class and returns the job's id.
   *
   * @param savepoint to go on from
   */
  public String run(String jar, List<String> arguments, Optional<String> savepoint)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    arguments.forEach(body.putArray("programArgsList")::add);
    savepoint.ifPresent(path -> body.put("savepointPath", path));
    return post("/jars/" + jar + "/run", body).get("jobid").asText();
  }

  /** The jobs that have not ended. */
  public List<Job> jobs() throws IOException, InterruptedException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").get("jobs")) {
      if (!ENDED.contains(job.get("state").asText())) {
        jobs.add(
            new Job(job.get("jid").asText(), job.get("name").asText(), job.get("state").asText()));
      }
    }
    return jobs;
  }

  /** The job of this name that has not ended. */
  public Optional<Job> job(String name) throws IOException, InterruptedException {
    return jobs().stream().filter(each -> each.name.equals(name)).findFirst();
  }

  /** Whether every task of every job runs. */
  public boolean allRunning(int jobs) throws IOException, InterruptedException {
    List<Job> there = jobs();
    for (Job job : there) {
      if (!job.state.equals("RUNNING") || !tasksRun(job.id)) {
        return false;
      }
    }
    return there.size() == jobs;
  }

  /**
   * Returns when so many jobs run, with every task.
   *
   * @param log named where they do not in time
   * @throws IllegalStateException where they do not
   */
  public void awaitRunning(int jobs, Duration patience, Path log)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!allRunning(jobs)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the jobs do not run after %d s: %s, see %s"
                .formatted(patience.toSeconds(), jobs(), log));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private boolean tasksRun(String job) throws IOException, InterruptedException {
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      if (!vertex.get("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return true;
  }

  /** The parallelism of each of a job's vertices, by name. */
  public Map<String, Integer> parallelism(String job) throws IOException, InterruptedException {
    Map<String, Integer> parallelism = new HashMap<>();
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      parallelism.put(vertex.get("name").asText(), vertex.get("parallelism").asInt());
    }
    return parallelism;
  }

  /** Lets every vertex of a job run at this parallelism, without stopping the job by hand. */
  public void rescale(String job, int parallelism) throws IOException, InterruptedException {
    ObjectNode requirements = JSON.createObjectNode();
    get("/jobs/" + job + "/resource-requirements")
        .fieldNames()
        .forEachRemaining(
            vertex ->
                requirements
                    .putObject(vertex)
                    .putObject("parallelism")
                    .put("lowerBound", parallelism)
                    .put("upperBound", parallelism));
    send(
        request("/jobs/" + job + "/resource-requirements")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(requirements.toString())));
  }

  /** Ends a job once its state is in a savepoint, and returns where that is. */
  public String stopWithSavepoint(String job) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("drain", false);
    String trigger = post("/jobs/" + job + "/stop", body).get("request-id").asText();
    while (true) {
      JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
      if (answer.at("/status/id").asText().equals("COMPLETED")) {
        JsonNode location = answer.at("/operation/location");
        if (location.isMissingNode()) {
          throw new IOException("no savepoint of job " + job + ": " + answer.get("operation"));
        }
        return location.asText();
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** The number of the newest completed checkpoint; 0: none yet. */
  public long newestCheckpoint(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").at("/latest/completed/id").asLong(0);
  }

  /** The names of the TaskManagers that are registered. */
  public List<String> taskManagers() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    get("/taskmanagers").get("taskmanagers").forEach(each -> names.add(each.get("id").asText()));
    return names;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(cluster.resolve(path)).timeout(TIMEOUT);
  }

  private static JsonNode send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest asked = request.build();
    HttpResponse<String> answer = HTTP.send(asked, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "Flink: %s %s: HTTP %d %s"
              .formatted(
                  asked.method(), asked.uri().getPath(), answer.statusCode(), answer.body()));
    }
    return JSON.readTree(answer.body());
  }
}
