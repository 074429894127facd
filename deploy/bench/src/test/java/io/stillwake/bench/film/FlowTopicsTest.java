package io.stillwake.bench.film;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowTopicsTest {

  private final Map<String, FilmNotes> films = new HashMap<>();

  @Test
  void aBucketEventTellsWhenTheStoreHadTheUpload() throws Exception {
    announce("uploads%2Facme%2F01m8kvbdjdzfz4yh3m6sdwxccv%2Fsource");

    FilmNotes film = films.get("01m8kvbdjdzfz4yh3m6sdwxccv");
    film.begin(new FilmLine("photo", "acme", 0, 64, 64, 4, false));
    assertThat(film.outcome("r").stored()).isEqualTo(1_500_000);
    assertThat(film.outcome("r").announced()).isEqualTo(2_000_000);
  }

  @Test
  void anObjectThatIsNoUploadOfATicketStartsNoFilm() throws Exception {
    announce("uploads%2Facme%2Fother");

    assertThat(films).isEmpty();
  }

  private void announce(String key) throws Exception {
    JsonNode event =
        new ObjectMapper()
            .readTree(
                """
                {"Records": [{"eventTime": "1970-01-01T00:00:01.500Z",
                  "s3": {"bucket": {"name": "uploads"}, "object": {"key": "%s"}}}]}
                """
                    .formatted(key));
    FlowTopics.announced(
        event, 2_000_000, render -> films.computeIfAbsent(render, unused -> new FilmNotes()));
  }
}
