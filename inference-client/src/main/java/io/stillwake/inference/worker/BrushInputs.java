package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.media.MaskReader;
import io.stillwake.inference.media.SourceView;
import io.stillwake.inference.media.SourceView.Place;
import io.stillwake.proto.Point;
import io.stillwake.proto.RegionBrush;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What the brush model takes beside the maps: a mask and a direction per brush, and the strokes as
 * pieces of a line, each with its brush's index. A model takes no empty tensor: where there is no
 * stroke, one row says so by the index -1.
 */
record BrushInputs(List<RegionBrush> brushes, SourceView view) {

  private static final int STROKE_COLUMNS = 5;

  List<Tensor> tensors(Attempt attempt) throws WorkStopped, InterruptedException {
    return List.of(
        masks(attempt),
        Tensors.integers(
            TensorName.MASK_REGION,
            brushes.stream().map(brush -> (long) brush.getRegion()).toList()),
        Tensors.integers(
            TensorName.MASK_GIVEN,
            brushes.stream().map(brush -> brush.hasMask() ? 1L : 0L).toList()),
        directions(),
        strokes());
  }

  /** UINT8 [brushes, height, width] of the picture. */
  private Tensor masks(Attempt attempt) throws WorkStopped, InterruptedException {
    int pixels = view.width() * view.height();
    ByteBuffer masks = ByteBuffer.allocate(Math.multiplyExact(brushes.size(), pixels));
    for (RegionBrush brush : brushes) {
      masks.put(brush.hasMask() ? mask(brush, attempt) : new byte[pixels]);
    }
    return new Tensor(
        TensorName.MASKS,
        TensorType.UINT8,
        new long[] {brushes.size(), view.height(), view.width()},
        masks.flip());
  }

  private byte[] mask(RegionBrush brush, Attempt attempt) throws WorkStopped, InterruptedException {
    byte[] file = attempt.fetch(brush.getMask());
    return attempt.code(() -> new MaskReader().read(file, brush.getName(), view));
  }

  private Tensor directions() {
    ByteBuffer rows = floats(brushes.size() * 2);
    for (RegionBrush brush : brushes) {
      Place direction = view.direction(brush.getDirectionX(), brush.getDirectionY());
      rows.putFloat((float) direction.x()).putFloat((float) direction.y());
    }
    return new Tensor(
        TensorName.MASK_DIRECTION, TensorType.FP32, new long[] {brushes.size(), 2}, rows.flip());
  }

  private Tensor strokes() {
    int most = brushes.stream().mapToInt(brush -> Math.max(1, brush.getStrokeCount())).sum();
    ByteBuffer rows = floats(most * STROKE_COLUMNS);
    for (int index = 0; index < brushes.size(); index++) {
      List<Point> stroke = brushes.get(index).getStrokeList();
      for (int i = 1; i < stroke.size(); i++) {
        put(rows, stroke.get(i - 1), stroke.get(i), index);
      }
    }
    if (rows.position() == 0) {
      rows.putFloat(0).putFloat(0).putFloat(0).putFloat(0).putFloat(-1);
    }
    int count = rows.position() / Float.BYTES / STROKE_COLUMNS;
    return new Tensor(
        TensorName.STROKE, TensorType.FP32, new long[] {count, STROKE_COLUMNS}, rows.flip());
  }

  /** What of the piece lies inside the picture: a crop may have cut off the rest. */
  private void put(ByteBuffer rows, Point from, Point to, int brush) {
    StrokePiece.between(view.place(from.getX(), from.getY()), view.place(to.getX(), to.getY()))
        .ifPresent(
            piece ->
                rows.putFloat((float) piece.from().x())
                    .putFloat((float) piece.from().y())
                    .putFloat((float) piece.to().x())
                    .putFloat((float) piece.to().y())
                    .putFloat(brush));
  }

  private static ByteBuffer floats(int count) {
    return ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
