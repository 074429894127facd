package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks up what a family offers: in the checkout, or at the API that was named. */
final class FamilyListing {

  private static final int WORDS = 3;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Model family (default: reference).")
  private String family = "reference";

  @Mixin private FamiliesOption families = new FamiliesOption();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "API to ask (default: none, the families of the folder).")
  private URI endpoint;

  /** The family as the API tells it, or its descriptor: what is listed is called alike in both. */
  JsonNode read() {
    if (endpoint == null) {
      Path file = families.folder().resolve(family).resolve("family.json");
      try {
        return ApiClient.JSON.readTree(Files.readAllBytes(file));
      } catch (IOException e) {
        throw CommandFailure.usage("--family: no " + file + " (expected: a model family)", e);
      }
    }
    ApiClient api = new ApiClient(endpoint);
    return find(ApiCall.of(api, api::families), family);
  }

  /** One family of the API's answer. */
  static JsonNode find(JsonNode families, String name) {
    for (JsonNode each : families.path("families")) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    throw CommandFailure.usage("--family: " + name + " (expected: one that the API lists)");
  }

  /** The first words that ask for it. */
  static String words(JsonNode entry) {
    List<String> words = new ArrayList<>();
    entry.path("words").forEach(word -> words.add(word.asText()));
    return String.join(", ", words.subList(0, Math.min(WORDS, words.size())));
  }
}
