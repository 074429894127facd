package io.stillwake.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The REST API as the commands use it. */
public final class ApiClient {

  public static final ObjectMapper JSON = new ObjectMapper();

  /** Headers that the JDK's client sets by itself and does not let anyone else set. */
  private static final Set<String> SET_BY_CLIENT = Set.of("content-length", "host");

  private final URI endpoint;
  private final String tenant;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** For the tenant that the API takes a request for which names none. */
  public ApiClient(URI endpoint) {
    this(endpoint, "");
  }

  /**
   * @param tenant whose renders they are; empty: the API's own choice
   */
  public ApiClient(URI endpoint, String tenant) {
    this.endpoint = endpoint;
    this.tenant = tenant;
  }

  public URI endpoint() {
    return endpoint;
  }

  /** Asks for a render; a repeated call after a lost answer does not start a second one. */
  public JsonNode submit(ObjectNode request)
      throws ApiException, IOException, InterruptedException {
    return send(
        to("/v1/renders")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request))));
  }

  public void upload(JsonNode upload, Path photo, String mediaType)
      throws ApiException, IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upload.get("url").asText()));
    if (upload.get("method").asText().equals("POST")) {
      MultipartForm form = new MultipartForm();
      upload.get("fields").properties().forEach(f -> form.field(f.getKey(), f.getValue().asText()));
      BodyPublisher body = form.file("file", photo, mediaType);
      request.header("Content-Type", form.contentType()).POST(body);
    } else {
      upload.get("fields").properties().stream()
          .filter(field -> !SET_BY_CLIENT.contains(field.getKey().toLowerCase(Locale.ROOT)))
          .forEach(field -> request.header(field.getKey(), field.getValue().asText()));
      request.PUT(BodyPublishers.ofFile(photo));
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new ApiException(
          response.statusCode(),
          "upload_refused",
          "the store refused the upload with HTTP " + response.statusCode());
    }
  }

  /** Gives a picture that requests name by its id; giving it again does no harm. */
  public JsonNode keepAsset(Path picture) throws ApiException, IOException, InterruptedException {
    return send(to("/v1/assets").POST(BodyPublishers.ofFile(picture)));
  }

  public JsonNode families() throws ApiException, IOException, InterruptedException {
    return send(to("/v1/families").GET());
  }

  public JsonNode announce(String render) throws ApiException, IOException, InterruptedException {
    return send(to("/v1/renders/" + render + "/uploaded").POST(BodyPublishers.noBody()));
  }

  public JsonNode render(String render) throws ApiException, IOException, InterruptedException {
    return send(to("/v1/renders/" + render).GET());
  }

  public JsonNode renders(int limit) throws ApiException, IOException, InterruptedException {
    return send(to("/v1/renders?limit=" + limit).GET());
  }

  public JsonNode cancel(String render) throws ApiException, IOException, InterruptedException {
    return send(to("/v1/renders/" + render + "/cancel").POST(BodyPublishers.noBody()));
  }

  public JsonNode readiness() throws ApiException, IOException, InterruptedException {
    return send(to("/readyz").GET());
  }

  /** The lines of a render's event stream, from after an event on; the caller closes it. */
  public Stream<String> events(String render, String lastEventId)
      throws ApiException, IOException, InterruptedException {
    HttpRequest.Builder request =
        to("/v1/renders/" + render + "/events").header("Accept", "text/event-stream").GET();
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      try (Stream<String> body = response.body()) {
        throw problem(response.statusCode(), String.join("\n", body.toList()));
      }
    }
    return response.body();
  }

  /** Saves what a results link of a render leads to. */
  public void download(String link, Path file)
      throws ApiException, IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(to(link).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw problem(response.statusCode(), new String(body.readAllBytes(), UTF_8));
      }
      Path draft = file.resolveSibling("." + file.getFileName() + ".part");
      Files.copy(body, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path));
    return tenant.isEmpty() ? request : request.header("Stillwake-Tenant", tenant);
  }

  private JsonNode send(HttpRequest.Builder request)
      throws ApiException, IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw problem(response.statusCode(), response.body());
    }
    return JSON.readTree(response.body());
  }

  private static ApiException problem(int status, String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      StringBuilder message = new StringBuilder(problem.path("detail").asText("HTTP " + status));
      // What is wrong alone is the detail already.
      if (problem.path("errors").size() > 1) {
        for (JsonNode error : problem.path("errors")) {
          message.append("\n  ").append(error.path("detail").asText());
        }
      }
      return new ApiException(status, problem.path("code").asText("internal"), message.toString());
    } catch (JsonProcessingException e) {
      return new ApiException(status, "internal", "HTTP " + status + ": " + body);
    }
  }
}
