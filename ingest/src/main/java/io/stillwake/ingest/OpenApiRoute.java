package io.stillwake.ingest;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.annotation.Get;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of this API, by itself. */
final class OpenApiRoute {

  private static final String RESOURCE = "openapi.yaml";

  private final byte[] description = read();

  @Get("/openapi.yaml")
  public HttpResponse description() {
    return HttpResponse.of(HttpStatus.OK, MediaType.parse("application/yaml"), description);
  }

  private static byte[] read() {
    try (InputStream in = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
