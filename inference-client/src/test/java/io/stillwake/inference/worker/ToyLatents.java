package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.ToyFamily;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.latent.LatentFile;
import io.stillwake.storage.latent.LatentTensor;
import io.stillwake.storage.latent.LatentType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.IntStream;

/** Latents of a bench's pictures in which every cell of a frame holds one number. */
final class ToyLatents {

  private static final int CELLS =
      Bench.HEIGHT / ToyFamily.STRIDE * (Bench.WIDTH / ToyFamily.STRIDE);

  private ToyLatents() {}

  /** A stored file of them. */
  static ObjectRef stored(Bench bench, String name, int... numbers) {
    LatentTensor tensor =
        new LatentTensor(
            LatentType.F16,
            ToyFamily.CHANNELS,
            numbers.length,
            Bench.HEIGHT / ToyFamily.STRIDE,
            Bench.WIDTH / ToyFamily.STRIDE,
            data(numbers));
    return bench.put(name, new LatentFile(tensor, Map.of()).toBytes(), LatentFile.MEDIA_TYPE);
  }

  /** A number n is the n-th subnormal half, so that mixed latents are mixed numbers. */
  static ByteBuffer data(int... numbers) {
    ByteBuffer data =
        ByteBuffer.allocate(ToyFamily.CHANNELS * numbers.length * CELLS * 2)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int channel = 0; channel < ToyFamily.CHANNELS; channel++) {
      for (int number : numbers) {
        for (int cell = 0; cell < CELLS; cell++) {
          data.putShort((short) number);
        }
      }
    }
    return data.flip();
  }

  static int[] numbers(Tensor latents) {
    return numbers(latents.data(), (int) latents.extent(1));
  }

  static int[] numbers(byte[] file) {
    LatentTensor latents = LatentFile.parse(file).latents();
    return numbers(latents.data(), latents.frames());
  }

  private static int[] numbers(ByteBuffer data, int frames) {
    return IntStream.range(0, frames).map(frame -> data.getShort(frame * CELLS * 2)).toArray();
  }

  static LatentSlice slice(ObjectRef latents, int from, int count) {
    return LatentSlice.newBuilder().setLatents(latents).setFrom(from).setCount(count).build();
  }

  static ModelCall call(String model) {
    return ModelCall.newBuilder().setModel(model).setVersion("1").build();
  }
}
