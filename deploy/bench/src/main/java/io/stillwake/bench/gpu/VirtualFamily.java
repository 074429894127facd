package io.stillwake.bench.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.JsonFormat;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyCost;
import io.stillwake.proto.FamilyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The model family that virtual GPUs serve. Its latents have the sizes of a video model's: 16
 * channels of half floats, an eighth of the picture's sides, one latent frame for four of the film.
 */
final class VirtualFamily {

  static final String NAME = "virtual";
  static final int LATENT_CHANNELS = 16;
  static final int SPATIAL_STRIDE = 8;
  static final int TEMPORAL_STRIDE = 4;

  private static final int SEGMENT_FRAMES = 24;

  private VirtualFamily() {}

  /**
   * @param chunking KEYFRAMES or WHOLE
   * @param framesPerChunk in latent frames; does not matter to WHOLE
   * @param meanSeconds the mean service time, which all costs are made of
   */
  static FamilyDescriptor descriptor(Chunking chunking, int framesPerChunk, double meanSeconds) {
    FamilyDescriptor.Builder family =
        FamilyDescriptor.newBuilder()
            .setName(NAME)
            .setVersion("1")
            .setPool(NAME)
            .setChunking(chunking)
            .setLatentChannels(LATENT_CHANNELS)
            .setSpatialStride(SPATIAL_STRIDE)
            .setTemporalStride(TEMPORAL_STRIDE)
            .setLatentType("FP16")
            .setSegmentFrames(SEGMENT_FRAMES)
            .setDefaultFps(24)
            .setMinFps(1)
            .setMaxFps(60)
            .setDefaultSeconds(4)
            .setMinSeconds(0.1)
            .setMaxSeconds(3600)
            .setSideMultiple(16)
            .setMinSide(64)
            .setMaxSide(1280)
            .setDefaultPixels(64 * 64)
            .setMaxPixels(1280 * 1280)
            .setMaxPicturePixels(1280 * 1280)
            .setCost(cost(meanSeconds, framesPerChunk));
    if (chunking == Chunking.KEYFRAMES) {
      family.setFramesPerChunk(framesPerChunk).setLeadIn(1);
    }
    return family.build();
  }

  /** Per frame of 768x512, as if a call of the mean service time made a chunk of that size. */
  private static FamilyCost cost(double meanSeconds, int framesPerChunk) {
    double perFrame = meanSeconds / (framesPerChunk * TEMPORAL_STRIDE);
    return FamilyCost.newBuilder()
        .setPrepare(0.01)
        .setAnchors(perFrame)
        .setFrames(perFrame)
        .setDecode(perFrame)
        .build();
  }

  /** Writes {@code virtual/family.json} into the folder, where a descriptor's readers look. */
  static Path write(Path folder, FamilyDescriptor family) throws IOException {
    Path file = Files.createDirectories(folder.resolve(NAME)).resolve("family.json");
    return Files.writeString(file, JsonFormat.printer().print(family) + "\n", UTF_8);
  }
}
