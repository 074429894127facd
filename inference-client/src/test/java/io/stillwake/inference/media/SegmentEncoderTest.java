package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentEncoderTest {

  private static final IntFunction<RgbImage> PATTERN = i -> MovingPattern.frame(96, 64, i);

  @ParameterizedTest
  @ValueSource(doubles = {24, 23.976, 30, 29.97, 10, 12.5, 60})
  void segmentsPlayOnOneClockWithoutAGap(double fps) throws Exception {
    List<EncodedSegment> segments = Films.segments(96, 64, fps, PATTERN, 17, 24, 1);

    List<String> times =
        Films.probe(Films.stream(segments), "-show_entries packet=pts,dts,duration");

    int ticks = FrameRate.of(fps).frameTicks();
    assertThat(times)
        .containsExactlyElementsOf(
            LongStream.range(0, 42)
                .mapToObj(i -> i * ticks + "," + i * ticks + "," + ticks)
                .toList());
  }

  @Test
  void everySegmentHasTheSameInit() throws Exception {
    List<EncodedSegment> segments = Films.segments(96, 64, 24, PATTERN, 1, 24, 7);

    assertThat(segments.get(1).init()).isEqualTo(segments.get(0).init());
    assertThat(segments.get(2).init()).isEqualTo(segments.get(0).init());
  }

  @Test
  void segmentDoesNotDependOnTheOnesBesideIt() throws Exception {
    EncodedSegment third = Films.segments(96, 64, 24, PATTERN, 5, 6, 7).get(2);

    try (var encoder = SegmentEncoder.start(new SegmentFormat(96, 64, 24, 11, 2))) {
      for (int frame = 11; frame < 18; frame++) {
        encoder.write(ByteBuffer.wrap(PATTERN.apply(frame).pixels()));
      }
      assertThat(encoder.finish().media()).isEqualTo(third.media());
    }
  }

  @Test
  void cutInTheMiddleStaysOneFragment() throws Exception {
    IntFunction<RgbImage> cut = i -> i < 12 ? PATTERN.apply(i) : noise(i);

    List<EncodedSegment> segments = Films.segments(96, 64, 24, cut, 24);

    assertThat(FragmentedMp4.Fragment.of(segments.get(0).media()).frames()).isEqualTo(24);
  }

  @Test
  void onlyTheFirstFrameNeedsNoOther() throws Exception {
    List<EncodedSegment> segments = Films.segments(96, 64, 24, PATTERN, 48);

    List<String> types =
        Films.probe(Films.stream(segments), "-select_streams v -show_entries frame=pict_type");

    assertThat(types.get(0)).startsWith("I");
    assertThat(types.subList(1, 48)).allMatch(type -> type.startsWith("P"));
  }

  @Test
  void pictureAndColoursSurvive() throws Exception {
    IntFunction<RgbImage> wide = i -> MovingPattern.frame(384, 256, i);
    List<EncodedSegment> segments = Films.segments(384, 256, 24, wide, 24);

    List<RgbImage> decoded = Films.decode(Films.stream(segments), 384, 256);

    assertThat(decoded).hasSize(24);
    for (int i = 0; i < 24; i++) {
      assertThat(Films.psnr(decoded.get(i), wide.apply(i))).as("frame %d", i).isGreaterThan(38);
    }
  }

  @ParameterizedTest
  @CsvSource({"0x808080", "0xffffff", "0x000000", "0xc82828", "0x28a03c", "0x283cbe", "0xf0c8a0"})
  void evenColoursAreNotShifted(String color) throws Exception {
    int rgb = Integer.decode(color);
    RgbImage plain = plain(rgb);

    RgbImage decoded =
        Films.decode(Films.stream(Films.segments(96, 64, 24, i -> plain, 3)), 96, 64).get(2);

    assertThat(Pictures.difference(decoded.rgb(48, 32), rgb)).isLessThanOrEqualTo(2);
  }

  @Test
  void playersAreToldTheColours() throws Exception {
    List<EncodedSegment> segments = Films.segments(96, 64, 24, PATTERN, 2);

    assertThat(
            Films.probe(
                Films.stream(segments),
                "-show_entries stream=codec_name,profile,width,height,pix_fmt,color_range,color_space,color_transfer,color_primaries,has_b_frames"))
        .containsExactly("h264,High,96,64,0,yuv420p,tv,bt709,bt709,bt709");
  }

  @ParameterizedTest
  @CsvSource({"16,16", "18,34", "770,514", "1920,1080", "64,2048"})
  void anyEvenSizeIsKept(int width, int height) throws Exception {
    List<EncodedSegment> segments =
        Films.segments(width, height, 24, i -> MovingPattern.frame(width, height, i), 2);

    assertThat(Films.probe(Films.stream(segments), "-show_entries stream=width,height"))
        .containsExactly(width + "," + height);
  }

  @Test
  void framesMayComeInAnyPieces() throws Exception {
    byte[] two = new byte[2 * 96 * 64 * 3];
    System.arraycopy(PATTERN.apply(0).pixels(), 0, two, 0, two.length / 2);
    System.arraycopy(PATTERN.apply(1).pixels(), 0, two, two.length / 2, two.length / 2);

    try (var encoder = SegmentEncoder.start(new SegmentFormat(96, 64, 24, 0, 0))) {
      encoder.write(ByteBuffer.wrap(two, 0, 1000));
      encoder.write(ByteBuffer.wrap(two, 1000, two.length - 1000));
      assertThat(encoder.finish().media())
          .isEqualTo(Films.segments(96, 64, 24, PATTERN, 2).get(0).media());
    }
  }

  @Test
  void partOfAFrameIsRefused() throws Exception {
    try (var encoder = SegmentEncoder.start(new SegmentFormat(96, 64, 24, 0, 3))) {
      encoder.write(ByteBuffer.allocate(100));

      assertThatThrownBy(encoder::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("segment 3 got 100 bytes");
    }
  }

  @Test
  void closedEncoderTakesNothingMore() throws Exception {
    SegmentEncoder encoder = SegmentEncoder.start(new SegmentFormat(96, 64, 24, 0, 0));

    encoder.close();

    assertThatThrownBy(
            () ->
                IntStream.range(0, 100)
                    .forEach(
                        i -> {
                          try {
                            encoder.write(ByteBuffer.wrap(PATTERN.apply(i).pixels()));
                          } catch (IOException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
        .hasCauseInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"24,24,1", "23.976,24000,1001", "29.97,30000,1001", "59.94,60000,1001", "12.5,25,2"})
  void ratesAreFractions(double fps, int numerator, int denominator) {
    FrameRate rate = FrameRate.of(fps);

    assertThat(rate).isEqualTo(new FrameRate(numerator, denominator));
    assertThat((double) rate.timescale() / rate.frameTicks()).isCloseTo(fps, within(1e-3));
  }

  private static RgbImage noise(int seed) {
    byte[] pixels = new byte[96 * 64 * 3];
    new java.util.Random(seed / 12).nextBytes(pixels);
    return new RgbImage(96, 64, pixels);
  }

  private static RgbImage plain(int rgb) {
    byte[] pixels = new byte[96 * 64 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (rgb >> 16 - 8 * (i % 3));
    }
    return new RgbImage(96, 64, pixels);
  }
}
