package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceConfig;
import io.stillwake.ingest.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenApiTest {

  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "delete", "patch");

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  @Test
  void describesEveryRouteAndNoOther() throws IOException {
    JsonNode paths = description().path("paths");
    Set<String> described = new TreeSet<>();
    paths
        .fieldNames()
        .forEachRemaining(
            path ->
                paths
                    .get(path)
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            described.add(method + " " + path);
                          }
                        }));

    Set<String> served =
        ingest.server().server().config().serviceConfigs().stream()
            .map(ServiceConfig::route)
            .flatMap(OpenApiTest::operations)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void describesEveryErrorCodeAndNoOther() throws IOException {
    JsonNode codes = description().at("/components/schemas/Code/enum");

    assertThat(codes)
        .extracting(JsonNode::textValue)
        .containsExactlyInAnyOrder(
            Stream.of(ErrorCode.values()).map(ErrorCode::wire).toArray(String[]::new));
  }

  @Test
  void explainsEveryErrorCode() throws IOException {
    String explained = Files.readString(Path.of("../docs/errors.md"));

    assertThat(ErrorCode.values())
        .allSatisfy(code -> assertThat(explained).contains("`" + code.wire() + "`"));
  }

  private JsonNode description() throws IOException {
    return new YAMLMapper().readTree(ingest.api().get("/openapi.yaml").body());
  }

  /** {@code get /v1/renders/{id}}. */
  private static Stream<String> operations(Route route) {
    String path = route.patternString().replaceAll(":\\*?(\\w+)", "{$1}");
    return route.methods().stream()
        .map(method -> method.name().toLowerCase(Locale.ROOT) + " " + path);
  }
}
