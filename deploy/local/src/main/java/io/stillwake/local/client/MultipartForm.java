package io.stillwake.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.UUID;

/** A form upload (RFC 7578) with the file as its last field, as POST policies want it. */
final class MultipartForm {

  private final String boundary = UUID.randomUUID().toString();
  private final StringBuilder head = new StringBuilder();

  void field(String name, String value) {
    start(name, "");
    head.append("\r\n").append(value).append("\r\n");
  }

  BodyPublisher file(String name, Path file, String mediaType) throws FileNotFoundException {
    start(name, "; filename=\"" + "source" + "\"");
    head.append("Content-Type: ").append(mediaType).append("\r\n\r\n");
    return BodyPublishers.concat(
        BodyPublishers.ofString(head.toString(), UTF_8),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n", UTF_8));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  private void start(String name, String more) {
    head.append("--").append(boundary).append("\r\n");
    head.append("Content-Disposition: form-data; name=\"").append(name).append('"');
    head.append(more).append("\r\n");
  }
}
