package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.cli.Cli;
import io.stillwake.local.client.ApiException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be rendered is refused by name, and nothing else suffers. */
@ExtendWith(SharedStack.class)
class BadInputIT {

  @TempDir private Path folder;

  @Test
  void bytesThatAreNoPictureFailTheRenderAndOthersGoOn(StackClient stack) throws Exception {
    Path text = Files.writeString(folder.resolve("photo.jpg"), "not a picture, only words");

    String bad = stack.submit(StackClient.smallClip(""), text);
    String good = stack.submit(StackClient.smallClip("smoke"), TestPhotos.jpeg(320, 240, 20));

    JsonNode ended = stack.end(bad);
    assertThat(ended.get("state").asText()).isEqualTo("failed");
    assertThat(ended.get("error").get("code").asText()).isEqualTo("not_an_image");
    assertThat(stack.end(good).get("state").asText()).isEqualTo("completed");
  }

  @Test
  void aPictureThatBreaksOffFailsTheRender(StackClient stack) throws Exception {
    byte[] whole = Files.readAllBytes(TestPhotos.jpeg(640, 480, 21));
    Path half = Files.write(folder.resolve("half.jpg"), Arrays.copyOf(whole, whole.length / 2));

    JsonNode ended = stack.end(stack.submit(StackClient.smallClip(""), half));

    assertThat(ended.get("error").get("code").asText()).isEqualTo("truncated_image");
  }

  @Test
  void aCropOutsideThePictureFailsTheRenderAndNamesBoth(StackClient stack) throws Exception {
    ObjectNode request = StackClient.smallClip("");
    request.putObject("crop").put("x", 300).put("y", 0).put("width", 200).put("height", 200);

    JsonNode ended = stack.end(stack.submit(request, TestPhotos.jpeg(320, 240, 22)));

    assertThat(ended.get("error").get("code").asText()).isEqualTo("crop_outside_picture");
    assertThat(ended.get("error").get("message").asText()).contains("320");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void aRequestThatCannotBeRenderedIsRefused(
      String code, Consumer<ObjectNode> change, StackClient stack) throws Exception {
    ObjectNode request = StackClient.smallClip("");
    change.accept(request);
    Path photo = TestPhotos.jpeg(320, 240, 23);

    assertThatThrownBy(() -> stack.submit(request, photo))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  static Stream<Arguments> refusedRequests() {
    return Stream.of(
        refused("unknown_family", request -> request.put("family", "nonesuch")),
        refused("unknown_style", request -> request.putObject("stylize").put("style", "nonesuch")),
        refused("seconds_out_of_range", request -> animate(request).put("seconds", 400)),
        refused("fps_out_of_range", request -> animate(request).put("fps", 1)),
        refused(
            "size_out_of_range",
            request -> request.putObject("size").put("width", 30_000).put("height", 512)),
        refused("invalid_request", request -> request.put("nonesuch", 1)));
  }

  private static Arguments refused(String code, Consumer<ObjectNode> change) {
    return Arguments.of(code, change);
  }

  private static ObjectNode animate(ObjectNode request) {
    return (ObjectNode) request.get("animate");
  }

  @Test
  void theCommandTellsWrongUsageFromAFailedRender(StackClient stack) throws Exception {
    String endpoint = "--endpoint=" + stack.addresses().api();
    Path photo = TestPhotos.jpeg(320, 240, 24);

    assertThat(Cli.run("animate", folder.resolve("absent.jpg").toString(), endpoint)).isEqualTo(2);
    assertThat(Cli.run("animate", photo.toString(), endpoint, "--seconds=400")).isEqualTo(2);
    assertThat(Cli.run("animate", photo.toString(), "--no-such-option")).isEqualTo(2);
    assertThat(Cli.run("stylize", photo.toString(), endpoint, "--crop=999x999+0+0")).isEqualTo(1);
  }
}
