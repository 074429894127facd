package io.stillwake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class OptionsTest {

  @Test
  void whatIsNotGivenIsLeftToTheServer() throws Exception {
    assertThat(picture()).isEqualTo(ApiClient.JSON.createObjectNode());
  }

  @Test
  void sizeCropRotationAndSeedGoIntoTheRequest() throws Exception {
    ObjectNode request =
        picture("--size=768x512", "--crop=1200x800+40+10", "--rotate=90", "--seed=7");

    assertThat(request)
        .isEqualTo(
            ApiClient.JSON.readTree(
                """
                {"size": {"width": 768, "height": 512},
                 "crop": {"x": 40, "y": 10, "width": 1200, "height": 800},
                 "rotate": 90, "seed": 7}
                """));
  }

  @Test
  void aSizeOfAnotherFormNamesTheValueAndTheForm() {
    assertThatThrownBy(() -> picture("--size=768"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'768'")
        .hasMessageContaining("768x512");
  }

  private static ObjectNode picture(String... arguments) throws JsonProcessingException {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    ObjectNode request = ApiClient.JSON.createObjectNode();
    holder.options.addTo(request);
    // As it goes over the wire, where numbers have no width.
    return (ObjectNode) ApiClient.JSON.readTree(request.toString());
  }

  @Command
  private static final class Holder {
    @Mixin private PictureOptions options = new PictureOptions();
  }
}
