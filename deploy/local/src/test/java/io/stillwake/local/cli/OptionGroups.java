package io.stillwake.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options of all commands together, and the request that they make. */
@Command
final class OptionGroups {

  @Mixin private SourceOptions source = new SourceOptions();

  @ArgGroup(exclusive = false, validate = false)
  private PictureOptions picture = new PictureOptions();

  @ArgGroup(exclusive = false, validate = false)
  private RestoreOptions restore = new RestoreOptions();

  @ArgGroup(exclusive = false, validate = false)
  private StyleOptions style = new StyleOptions();

  @ArgGroup(exclusive = false, validate = false)
  private MotionOptions motion = new MotionOptions();

  @ArgGroup(exclusive = false, validate = false)
  private BrushOptions brush = new BrushOptions();

  @Mixin private DeadlineOption deadline = new DeadlineOption();

  private OptionGroups() {}

  static SourceOptions source(String... arguments) {
    return parse(arguments).source;
  }

  /** What all options but the source's ask for. */
  static ObjectNode request(String... arguments) throws JsonProcessingException {
    OptionGroups options = parse(arguments);
    ObjectNode request = ApiClient.JSON.createObjectNode();
    AssetFiles assets = new AssetFiles();
    options.picture.addTo(request);
    options.deadline.addTo(request);
    options.restore.addTo(request);
    if (options.style.given()) {
      options.style.addTo(request, "of the command", assets);
    }
    options.brush.addTo(options.motion.addTo(request, null), assets);
    // As it goes over the wire, where numbers have no width.
    return (ObjectNode) ApiClient.JSON.readTree(request.toString());
  }

  private static OptionGroups parse(String... arguments) {
    OptionGroups options = new OptionGroups();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }
}
