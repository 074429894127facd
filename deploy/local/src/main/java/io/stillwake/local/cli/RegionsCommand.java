package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "regions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "stillwake regions [OPTIONS] (PHOTO | --from RENDER [--frame T])",
    description = {
      "Shows what in a photo can move, and where.",
      "",
      "Saves a grey picture of the photo's size for each region, which can be corrected by hand and "
          + "given to --mask, and overview.png. --output names a folder (default: "
          + "<photo>-regions, here).",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake regions photo.jpg",
      "  stillwake regions lake.jpg -o maps && stillwake animate lake.jpg --mask water=maps/water.png"
    })
final class RegionsCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private MakeOptions options = new MakeOptions();

  @Override
  public Integer call() {
    ObjectNode request = options.request().put("regions", true);
    Path folder =
        options.output == null ? Path.of(options.source.name() + "-regions") : options.output;
    return new MakeRender(command, options)
        .run(request, new AssetFiles(), RegionFolder.at(folder), RegionTable::tell);
  }
}
