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
public final class VirtualFamily {

  /** Its own and its pool's. */
  public static final String NAME = "virtual";

  static final int LATENT_CHANNELS = 16;
  static final int SPATIAL_STRIDE = 8;
  static final int TEMPORAL_STRIDE = 4;

  static final int LEAST_SIDE = 64;
  static final int MOST_SIDE = 1280;

  /** In latent frames, unless something else is asked for. */
  static final int FRAMES_PER_CHUNK = 4;

  /** Of any call, unless something else is asked for. */
  static final double MEAN_MILLIS = 200;

  private static final int SEGMENT_FRAMES = 24;
  private static final int COST_PIXELS = 768 * 512;

  /** Of a usual film: the cost of the one call for them is given per anchor. */
  private static final int ANCHORS = 8;

  private VirtualFamily() {}

  /**
   * @param chunking KEYFRAMES or WHOLE
   * @param framesPerChunk in latent frames; does not matter to WHOLE
   * @param meanSeconds the mean service time of any call, which the costs are made of
   * @param side of the pictures that those costs are right for; default size of the family
   */
  static FamilyDescriptor descriptor(
      Chunking chunking, int framesPerChunk, double meanSeconds, int side) {
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
            .setMinSide(LEAST_SIDE)
            .setMaxSide(MOST_SIDE)
            .setDefaultPixels((long) side * side)
            .setMaxPixels(MOST_SIDE * MOST_SIDE)
            .setMaxPicturePixels(MOST_SIDE * MOST_SIDE)
            .setCost(cost(framesPerChunk, meanSeconds, side));
    if (chunking == Chunking.KEYFRAMES) {
      family.setFramesPerChunk(framesPerChunk).setLeadIn(1);
    }
    return family.build();
  }

  /** Per frame of 768x512, so that a call for pictures of {@code side} costs its mean time. */
  private static FamilyCost cost(int framesPerChunk, double meanSeconds, int side) {
    double perCall = meanSeconds * COST_PIXELS / ((double) side * side);
    return FamilyCost.newBuilder()
        .setPrepare(0.01)
        .setAnchors(perCall / ANCHORS)
        .setFrames(perCall / (framesPerChunk * TEMPORAL_STRIDE))
        .setDecode(perCall / SEGMENT_FRAMES)
        .build();
  }

  /**
   * Writes the family as it is unless something else is asked for: by keyframes, its pictures of
   * the least size.
   */
  public static Path write(Path folder) throws IOException {
    return write(
        folder, descriptor(Chunking.KEYFRAMES, FRAMES_PER_CHUNK, MEAN_MILLIS / 1_000, LEAST_SIDE));
  }

  /** Writes {@code virtual/family.json} into the folder, where a descriptor's readers look. */
  static Path write(Path folder, FamilyDescriptor family) throws IOException {
    Path file = Files.createDirectories(folder.resolve(NAME)).resolve("family.json");
    return Files.writeString(file, JsonFormat.printer().print(family) + "\n", UTF_8);
  }
}
