package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentEncoderTest {

  @ParameterizedTest
  @ValueSource(doubles = {24, 23.976, 30, 10, 12.5, 29.97})
  void segmentsOfAFilmShareTheInitAndJoinExactly(double fps) throws Exception {
    List<byte[]> media = new ArrayList<>();
    byte[] init = null;
    int first = 0;
    int[] lengths = {17, 24, 1};
    for (int segment = 0; segment < lengths.length; segment++) {
      var format = new SegmentFormat(96, 64, fps, first, segment);
      try (SegmentEncoder encoder = SegmentEncoder.start(format)) {
        for (int i = 0; i < lengths[segment]; i++) {
          encoder.write(ByteBuffer.wrap(MovingPattern.frame(96, 64, first + i).pixels()));
        }
        EncodedSegment encoded = encoder.finish();
        if (init != null) {
          assertThat(encoded.init()).isEqualTo(init);
        }
        init = encoded.init();
        media.add(encoded.media());
      }
      first += lengths[segment];
    }
    byte[] film = FilmAssembler.assemble(init, media, fps, first);
    assertThat(film).isNotEmpty();
  }
}
