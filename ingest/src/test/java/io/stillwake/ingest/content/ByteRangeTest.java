package io.stillwake.ingest.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

  @Test
  void takesOneRangeOfBytes() {
    assertThat(ByteRange.parse("bytes=0-0", 100)).contains(new ByteRange(0, 1));
    assertThat(ByteRange.parse("bytes=10-19", 100)).contains(new ByteRange(10, 10));
    assertThat(ByteRange.parse("bytes=90-", 100)).contains(new ByteRange(90, 10));
    assertThat(ByteRange.parse("bytes=-7", 100)).contains(new ByteRange(93, 7));
  }

  @Test
  void endsWhereTheContentEnds() {
    assertThat(ByteRange.parse("bytes=90-1000", 100)).contains(new ByteRange(90, 10));
    assertThat(ByteRange.parse("bytes=-1000", 100)).contains(new ByteRange(0, 100));
  }

  @Test
  void cannotBeSatisfiedOutsideTheContent() {
    assertThat(ByteRange.parse("bytes=100-", 100).orElseThrow().isSatisfiable()).isFalse();
    assertThat(ByteRange.parse("bytes=-0", 100).orElseThrow().isSatisfiable()).isFalse();
    assertThat(ByteRange.parse("bytes=0-", 0).orElseThrow().isSatisfiable()).isFalse();
  }

  @Test
  void ignoresWhatIsNotOneRangeOfBytes() {
    assertThat(ByteRange.parse("bytes=0-1,5-6", 100)).isEmpty();
    assertThat(ByteRange.parse("items=0-1", 100)).isEmpty();
    assertThat(ByteRange.parse("bytes=5-2", 100)).isEmpty();
    assertThat(ByteRange.parse("bytes=-", 100)).isEmpty();
    assertThat(ByteRange.parse("bytes=a-b", 100)).isEmpty();
  }
}
